import HTTPTypes
import Hummingbird
import Intake

/// What the header of a `PATCH` says.
struct AppendOrder: Sendable {
    let offset: Int
    /// Bytes that follow; nil where they are sent in chunks of unknown number.
    let count: Int?
    let checksum: UploadChecksum?

    init(_ request: Request) throws(ProblemAnswer) {
        let mediaType = request.headers[.contentType]?.split(separator: ";").first?.lowercased()
        guard mediaType == Tus.patchMediaType else { throw .wrongMediaType(expected: Tus.patchMediaType) }
        guard let offset = UploadNumber(request.headers[.uploadOffset]) else {
            throw .malformed("Upload-Offset must be the number of bytes that the upload has.")
        }
        self.offset = offset.value
        count = UploadNumber(request.headers[.contentLength])?.value
        guard let field = request.headers[.uploadChecksum] else {
            checksum = nil
            return
        }
        guard let checksum = UploadChecksum(header: field) else {
            throw .malformed("Upload-Checksum must be sha1 or sha256, a space and the digest in base64.")
        }
        self.checksum = checksum
    }
}
