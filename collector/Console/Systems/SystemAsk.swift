import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Registry

/// A request of another system that the gate let in.
struct SystemAsk: Sendable {
    let request: Request
    let context: ConsoleContext
    let registry: Registry
    let system: SystemRecord
    let access: Access
    let now: Date

    /// Refuses unless the token has `permission` at `site`.
    func require(_ permission: Permission, at site: SiteID) throws(ProblemAnswer) {
        guard access.allows(permission) else { throw .missing(permission) }
        guard access.allows(permission, at: site) else { throw .outsideScope }
    }

    /// Refuses unless the token reaches the whole province.
    func requireProvince() throws(ProblemAnswer) {
        guard access.reach == .province else { throw .outsideScope }
    }

    /// The offices that a list is limited to: those asked for, else all within reach; nil for the whole province.
    func sites(asked: [SiteID]) throws(ProblemAnswer) -> Set<SiteID>? {
        guard asked.isEmpty else {
            guard access.reach.covers(.offices(Set(asked))) else { throw .outsideScope }
            return Set(asked)
        }
        if case .offices(let own) = access.reach { return own }
        return nil
    }

    /// A digest in the path.
    func digest(_ name: String = "digest") throws(ProblemAnswer) -> ContentDigest {
        guard let digest = context.parameters.get(name).flatMap(ContentDigest.init(rawValue:)) else {
            throw .malformed("A digest is 64 lower-case hexadecimal digits.")
        }
        return digest
    }

    /// An office in the path.
    func site() throws(ProblemAnswer) -> SiteID {
        guard let site = context.parameters.get("site").flatMap(SiteID.init(rawValue:)) else {
            throw .malformed("An office is named by 1 to 32 of a-z, 0-9 and '-', such as st-31498.")
        }
        return site
    }

    /// An entry for the audit trail.
    func entry(
        _ action: String, _ subject: String, site: SiteID? = nil, reason: String? = nil, detail: String = ""
    ) -> AuditEntry {
        AuditEntry(
            at: now, actor: system.actor, action: action, subject: subject, detail: detail, site: site, reason: reason)
    }

    /// `value` in JSON, or that it is still the same.
    func json(_ value: some Encodable, next: String? = nil) -> Response {
        // The values of this API are plain and always encode.
        let bytes = try! Wire.encode(value)
        var response = answer(Array(bytes), mediaType: SystemGate.json, tag: ContentDigest(sha256Of: bytes))
        response.headers[.link] = next
        return response
    }

    /// Bytes of any kind, or that they are still the same.
    ///
    /// - Parameter digest: of the bytes.
    func answer(_ bytes: [UInt8], mediaType: String, tag digest: ContentDigest) -> Response {
        let tag = EntityTag(strong: digest)
        var response =
            tag.isIn(request.headers[.ifNoneMatch])
            ? Response(status: .notModified)
            : Response(
                status: .ok, headers: [.contentType: mediaType], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        response.headers[.eTag] = tag.text
        // Each system has its own, and may keep it as long as it asks whether it still holds.
        response.headers[.cacheControl] = "private, no-cache"
        return response
    }
}
