package import Dossiers
internal import Exchange

/// What is wrong with one submission. The others go on.
package enum SubmissionProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// A page cannot be read from this PC's disk.
    case pageUnreadable(ContentDigest?, detail: String)
    /// The collector found, several times over, that a page's bytes are not what the manifest names.
    case pageMismatch(ContentDigest?)
    /// What came as a receipt does not prove anything; the pages are kept.
    case receiptNotTrusted(ReceiptFault)
    /// The collector cannot take it now; it is tried again.
    case failing(Failure)
    /// The collector's answers contradict each other; it is tried again.
    case confused(String)

    /// Whether a person has to look into it before it is tried again.
    package var isFinal: Bool {
        switch self {
        case .pageUnreadable, .pageMismatch: true
        case .receiptNotTrusted, .failing, .confused: false
        }
    }

    /// A stable code, for storage and for other programs.
    package var code: String {
        switch self {
        case .pageUnreadable: "page_unreadable"
        case .pageMismatch: ErrorCode.pageMismatch.rawValue
        case .receiptNotTrusted: "receipt_not_trusted"
        case .failing(let failure): failure.givenCode ?? "delivery_failing"
        case .confused: "delivery_failing"
        }
    }

    /// The page at fault, where it is known.
    package var page: ContentDigest? {
        switch self {
        case .pageUnreadable(let page, _), .pageMismatch(let page): page
        case .receiptNotTrusted, .failing, .confused: nil
        }
    }

    package var description: String {
        switch self {
        case .pageUnreadable(let page, let detail):
            "\(Self.name(page)) cannot be read from this PC's disk (\(detail)); run 'sohoa-agent verify', then scan it "
                + "again or have the disk looked at"
        case .pageMismatch(let page):
            "\(Self.name(page)) is not what its manifest says, as the collector found three times; run "
                + "'sohoa-agent verify', then scan it again"
        case .receiptNotTrusted(let fault):
            "the collector's receipt is not accepted: \(fault); the pages are kept, and it is asked for again"
        case .failing(let failure): "\(failure)"
        case .confused(let detail): "the collector's answers do not fit together (\(detail)); it is tried again"
        }
    }

    private static func name(_ page: ContentDigest?) -> String { page.map { "page \($0)" } ?? "a page" }
}
