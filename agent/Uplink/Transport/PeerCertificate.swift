internal import Dossiers
package import FoundationEssentials

/// One certificate of those that the other end of a connection shows, the end's own first.
package struct PeerCertificate: Sendable, Hashable {
    package let subject: String
    package let issuer: String
    package let validFrom: Date?
    package let validUntil: Date?

    /// From lines as libcurl gives them: `Subject:CN = …`, `Start date:Nov 28 16:10:19 2026 GMT`.
    init(_ lines: [String]) {
        func value(_ name: String) -> String {
            lines.first { $0.hasPrefix("\(name):") }.map { String($0.dropFirst(name.count + 1)) } ?? ""
        }
        subject = value("Subject")
        issuer = value("Issuer")
        validFrom = Self.date(value("Start date"))
        validUntil = Self.date(value("Expire date"))
    }

    /// The moment in `Nov 28 16:10:19 2026 GMT` (OpenSSL) or `2026-11-28 16:10:19 GMT` (others); nil in other texts.
    static func date(_ text: String) -> Date? {
        let words = text.split(separator: " ").map(String.init)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let (day, time): (CalendarDay?, String)
        if words.count >= 4, let month = months.firstIndex(of: words[0]), let number = Int(words[1]) {
            let pad = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
            (day, time) = (CalendarDay("\(words[3])-\(pad(month + 1))-\(pad(number))"), words[2])
        } else if words.count >= 2 {
            (day, time) = (CalendarDay(words[0]), words[1])
        } else {
            return nil
        }
        let parts = time.split(separator: ":").compactMap { Int($0) }
        guard let day, parts.count == 3 else { return nil }
        let seconds = day.number * 86_400 + parts[0] * 3600 + parts[1] * 60 + parts[2]
        return Date(timeIntervalSince1970: Double(seconds))
    }
}

extension CurlTransport {
    /// The certificates that whoever answers at `address` shows, whether they are to be trusted or not.
    ///
    /// Connects and greets, and sends nothing: no request is ever made over a connection that is not verified.
    package static func certificates(
        at address: CollectorAddress, settings: TransportSettings
    ) async throws -> [PeerCertificate] {
        guard address.isEncrypted else { return [] }
        let transport = try CurlTransport(to: address, settings: settings, isInspecting: true)
        return try await transport.perform(Request(.get, "")).certificates
    }
}
