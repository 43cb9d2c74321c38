import Dossiers
import Exchange

/// What this server offers of the resumable upload protocol tus 1.0.0 (https://tus.io/protocols/resumable-upload).
enum Tus {
    static let version = "1.0.0"
    static let extensions = "creation,checksum,termination,expiration"
    static let checksumAlgorithms = "sha1,sha256"
    static let patchMediaType = "application/offset+octet-stream"
    /// The most bytes an upload can have: 10,000 pages of 64 MiB.
    static let maximumSize = Manifest.maximumPages * Page.maximumByteLength
    /// 460 Checksum Mismatch, of the checksum extension.
    static let checksumMismatchStatus = 460
}
