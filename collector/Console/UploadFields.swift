import Exchange
import FoundationEssentials
import HTTPTypes
import Intake

/// How an upload's state stands in header fields.
enum UploadFields {
    /// Offset, length, and while more is awaited the time until when.
    static func of(_ upload: UploadState) -> HTTPFields {
        var fields: HTTPFields = [.uploadOffset: "\(upload.offset)", .uploadLength: "\(upload.length)"]
        if upload.submission == nil { fields[.uploadExpires] = HTTPDate.text(upload.expiresAt) }
        return fields
    }

    /// The receipt in one field, when there is one and it is short enough for the proxies of the world.
    static func receipt(of upload: UploadState) -> String? {
        // Envelopes are plain values that always encode.
        guard let receipt = upload.submission?.receipt else { return nil }
        let text = try! Wire.encode(receipt).base64EncodedString()
        return text.utf8.count <= HeaderName.maximumReceiptLength ? text : nil
    }

    /// The address of an upload relative to that of the request (RFC 3986, 4.2).
    ///
    /// Relative, because a proxy in front may have another host and scheme and put a path before ours; with `v1` in it,
    /// so that it can be recognised.
    static func location(of id: String, seenFrom path: String) -> String {
        let depth = path.utf8.count { $0 == UInt8(ascii: "/") } - 1
        return String(repeating: "../", count: max(0, depth)) + "v1/uploads/\(id)"
    }
}
