package import Scanning

/// Why a file of the watched folder cannot be taken.
package enum WatchedFolderError: Error, Sendable, Hashable {
    /// The file is not there any more, or not as it was listed.
    case gone
    /// It is being imported at this moment.
    case inHand
    /// Files cannot be put away there once they are imported, so they would be imported again.
    case readOnly
}

extension WatchedFolderError: CustomStringConvertible {
    package var description: String { text.english }

    /// A stable code, for other programs.
    package var code: String {
        switch self {
        case .gone: "file_gone"
        case .inHand: "file_in_hand"
        case .readOnly: "folder_read_only"
        }
    }

    /// What happened and what to do next.
    package var text: BilingualText {
        switch self {
        case .gone:
            BilingualText(
                vietnamese: "Tệp không còn ở đó, hoặc đã được thay bằng tệp khác. Hãy xem lại danh sách tệp.",
                english: "The file is not there any more, or was replaced. Look at the list of files again.")
        case .inHand:
            BilingualText(
                vietnamese: "Tệp này đang được nhập. Hãy đợi nhập xong rồi xem lại danh sách.",
                english: "This file is being imported. Wait until that is done.")
        case .readOnly:
            BilingualText(
                vietnamese:
                    "Không cất được tệp đã nhập trong thư mục theo dõi, vì thư mục chỉ cho đọc. Hãy chép tệp vào máy rồi nhập, hoặc báo cán bộ kỹ thuật.",
                english:
                    "Imported files cannot be put away in the watched folder, which is read-only. Copy the file to this PC and import it, or call IT."
            )
        }
    }
}
