package import Scanning

/// Why a scan could not begin.
package enum ScanError: Error, Sendable, Hashable {
    /// Another scan of the same spool is running.
    case alreadyRunning
    /// The worker could not be started; the system's words.
    case cannotStart(String)
}

extension ScanError: CustomStringConvertible {
    package var description: String { text.english }

    /// What happened and what to do next.
    package var text: BilingualText {
        switch self {
        case .alreadyRunning:
            BilingualText(
                vietnamese: "Máy này đang quét hoặc đang nhập tệp vào một hồ sơ. Hãy đợi xong rồi làm lại.",
                english: "A scan or an import is running on this PC. Wait until it has ended, then try again.")
        case .cannotStart(let reason):
            BilingualText(
                vietnamese: "Không chạy được chương trình quét (\(reason)). Hãy báo cán bộ kỹ thuật.",
                english: "The scan program could not be started (\(reason)). Call IT.")
        }
    }
}
