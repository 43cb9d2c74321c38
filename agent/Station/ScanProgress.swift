package import Scanning

/// How a scan goes.
package enum ScanProgress: Sendable, Hashable {
    /// The scanner is looked for, which can take some seconds.
    case searching
    /// The scanner is open; pages come from here.
    case opened(ScannerIdentity, FeedSource)
    /// The scanner asks for patience: another program uses it, or it warms up.
    case waiting(ScannerStatus)
    /// A page of this scan is being scanned, with so many bytes from the scanner so far.
    case scanning(page: Int, byteCount: Int)
}

extension ScanProgress {
    /// What is said while the scanner is looked for.
    package static let searchingText = BilingualText(
        vietnamese: "Đang tìm máy quét, có thể mất đến nửa phút…",
        english: "Looking for the scanner; this can take half a minute…")
}
