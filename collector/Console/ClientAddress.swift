import HTTPTypes
import Hummingbird

/// Where a request comes from.
struct ClientAddress: Sendable {
    let isBehindProxy: Bool

    /// The client's address: behind a proxy, the last one that the proxy names; those before it anybody can make up.
    func text(of request: Request, _ context: ConsoleContext) -> String {
        if isBehindProxy, let forwarded = request.headers[.forwardedFor],
            let last = forwarded.split(separator: ",").last
        {
            return String(last.drop { $0 == " " })
        }
        return context.peer ?? ""
    }
}
