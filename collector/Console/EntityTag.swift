import Dossiers
import Exchange
import FoundationEssentials

/// The tag by which a client tells which answer it has (RFC 9110, 8.8.3).
struct EntityTag {
    /// As it stands in header fields.
    let text: String
    /// The quotation marks and what is between them.
    private let opaque: String

    /// Weak: two briefings that differ in nothing but the moment are the same to a station.
    init(of briefing: Briefing) {
        var content = briefing
        content.asOf = Date(timeIntervalSince1970: 0)
        // A briefing is plain values: it always encodes.
        let digest = ContentDigest(sha256Of: try! Wire.encode(content))
        opaque = "\"\(digest.rawValue.prefix(32))\""
        text = "W/" + opaque
    }

    /// Strong: the same bytes, whose digest this is.
    init(strong digest: ContentDigest) {
        opaque = "\"\(digest.rawValue)\""
        text = opaque
    }

    /// The tag of what an envelope states, whatever its signature.
    init(of envelope: Envelope) {
        opaque = "\"\(envelope.payloadDigest.rawValue.prefix(32))\""
        text = "W/" + opaque
    }

    /// Whether `field`, an `If-None-Match` or an `If-Match`, names this tag or any. Proxies may have made a strong tag of it or the
    /// other way round: only what stands in the quotation marks counts (RFC 9110, 13.1.2).
    func isIn(_ field: String?) -> Bool {
        guard let field else { return false }
        return field.split(separator: ",").contains { item in
            let tag = item.drop { $0 == " " }
            return tag == "*" || tag.prefix { $0 != " " }.hasSuffix(opaque)
        }
    }
}
