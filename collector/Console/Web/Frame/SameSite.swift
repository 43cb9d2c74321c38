import HTTPTypes
import Hummingbird

/// Tells our own pages' requests from those that another site's page makes a browser send.
struct SameSite: Sendable {
    let isSecure: Bool

    /// Refuses what another page sent, and names that were made to point to this machine (DNS rebinding).
    func check(_ request: Request) throws(WebProblem) {
        guard let host = request.head.authority?.lowercased(), !host.isEmpty else { throw .foreign }
        // Plain HTTP is served to this machine alone, which has these names.
        guard isSecure || Self.isLoopback(host) else { throw .foreign }
        guard request.method != .get, request.method != .head else { return }
        let site = request.headers[.secFetchSite]
        if let site, site != "same-origin", site != "none" { throw .foreign }
        if let origin = request.headers[.origin]?.lowercased() {
            guard origin == "\(isSecure ? "https" : "http")://\(host)" else { throw .foreign }
        } else if site == nil {
            // Every browser of the last years sends one of the two with a form.
            throw .foreign
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
        return ["127.0.0.1", "localhost", "[::1]"].contains(name)
    }
}
