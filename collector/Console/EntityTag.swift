import Dossiers
import Exchange
import FoundationEssentials

/// The tag by which a station tells which briefing or settings it has (RFC 9110, 8.8.3).
///
/// Weak: two briefings that differ in nothing but the moment are the same to a station.
struct EntityTag {
    /// As it stands in header fields.
    let text: String

    init(of briefing: Briefing) {
        var content = briefing
        content.asOf = Date(timeIntervalSince1970: 0)
        // A briefing is plain values: it always encodes.
        let digest = ContentDigest(sha256Of: try! Wire.encode(content))
        text = "W/\"\(digest.rawValue.prefix(32))\""
    }

    /// The tag of what an envelope states, whatever its signature.
    init(of envelope: Envelope) { text = "W/\"\(envelope.payloadDigest.rawValue.prefix(32))\"" }

    /// Whether `field`, an `If-None-Match`, names this tag or any. Proxies may have made a strong tag of it or the
    /// other way round: only what stands in the quotation marks counts (RFC 9110, 13.1.2).
    func isIn(_ field: String?) -> Bool {
        guard let field else { return false }
        return field.split(separator: ",").contains { item in
            let tag = item.drop { $0 == " " }
            return tag == "*" || tag.prefix { $0 != " " }.hasSuffix(text.dropFirst(2))
        }
    }
}
