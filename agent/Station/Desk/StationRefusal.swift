package import FoundationEssentials
package import Scanning

/// Something the officer asked for that cannot be done, in words that say what to do next.
package struct StationRefusal: Error, Sendable {
    /// What kind of refusal it is, whoever asks and however.
    package enum Kind: Sendable, Hashable {
        /// The request itself is wrong.
        case unacceptable
        /// Somebody has to sign in first.
        case signIn
        /// This officer may not.
        case forbidden
        case notFound
        /// It does not fit how things stand.
        case conflict
        case tooLarge
        /// Wait, then try again.
        case later
        /// The station itself has a fault.
        case fault
    }

    package var kind: Kind
    /// Stable, for programs.
    package var code: String
    package var text: BilingualText
    /// The field of the form that is at fault.
    package var field: String?
    /// When it may be tried again.
    package var retryAt: Date?

    package init(
        _ kind: Kind, _ code: String, _ vietnamese: String, _ english: String, field: String? = nil,
        retryAt: Date? = nil
    ) {
        self.init(kind, code, BilingualText(vietnamese: vietnamese, english: english), field: field, retryAt: retryAt)
    }

    package init(
        _ kind: Kind, _ code: String, _ text: BilingualText, field: String? = nil, retryAt: Date? = nil
    ) {
        self.kind = kind
        self.code = code
        self.text = text
        self.field = field
        self.retryAt = retryAt
    }
}

extension StationRefusal {
    static func malformed(_ field: String?) -> StationRefusal {
        StationRefusal(
            .unacceptable, "malformed_request", "Trang web gửi yêu cầu không đúng dạng. Hãy tải lại trang (F5).",
            "The request is not of the documented form. Reload the page.", field: field)
    }

    static let notEnrolled = StationRefusal(
        .conflict, "not_enrolled", "Trạm quét này chưa ghi danh với tỉnh. Hãy báo cán bộ kỹ thuật.",
        "This station is not enrolled. Have IT run: sohoa-agent enroll.")

    static let badCode = StationRefusal(
        .unacceptable, "bad_code",
        "Mã hồ sơ không đúng dạng. Hãy nhập lại theo dạng H15.50.05.13-261008-0975 (đơn vị, sáu số ngày, số thứ tự).",
        "The dossier code is not of the form H15.50.05.13-261008-0975. Enter it again.", field: "code")

    static let noSuchPage = StationRefusal(
        .notFound, "page_not_found", "Không còn trang này trong hồ sơ. Hãy xem lại các trang rồi làm lại.",
        "That page is not in the dossier any more. Look at the pages again.")

    static let nothingToStop = StationRefusal(
        .conflict, "no_scan", "Máy quét đã dừng rồi. Muốn quét tiếp, hãy bấm Quét.",
        "No scan is running any more. To go on, scan again.")
}
