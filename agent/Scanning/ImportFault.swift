/// Why a file was not imported. Nothing of it is in the dossier then.
package enum ImportFault: Error, Codable, Sendable, Hashable {
    /// The file cannot be opened; the system's words.
    case unreadable(String)
    /// A folder, a device or the like.
    case notAFile
    case empty
    /// Bytes that a file may have at most.
    case fileTooLarge(limit: Int)
    /// Told by the content: neither JPEG nor PNG nor TIFF nor PDF.
    case unknownKind
    /// The file was changed while it was read.
    case changing
    /// Cut short, or its content does not make sense.
    case damaged
    /// One of its pages has too many pixels.
    case imageTooLarge(width: Int, height: Int)
    /// One of its pages needs more memory or time than a page may.
    case tooComplex
    /// One of its pages would be larger than a stored page may be.
    case pageTooLarge
    /// Pages that a file may have at most.
    case tooManyPages(limit: Int)
    /// Colours for print.
    case inks
    /// A variant of the format that not every program can read.
    case unusualFormat
    /// The header says that the image is to be shown as in a mirror.
    case mirrored
    /// A PDF file under a password or with restrictions.
    case encrypted
    /// The program that draws pages of PDF files is not installed.
    case noPDFProgram
    /// A page could not be stored; the system's words.
    case storage(String)
    /// The user stopped it.
    case cancelled
    /// The import program failed in a way of its own.
    case failed(String)
}

extension ImportFault {
    /// A stable code, for storage and for other programs.
    package var code: String {
        switch self {
        case .unreadable: "file_unreadable"
        case .notAFile: "not_a_file"
        case .empty: "file_empty"
        case .fileTooLarge: "file_too_large"
        case .unknownKind: "file_kind_unknown"
        case .changing: "file_changing"
        case .damaged: "file_damaged"
        case .imageTooLarge: "image_too_large"
        case .tooComplex: "file_too_complex"
        case .pageTooLarge: "page_too_large"
        case .tooManyPages: "too_many_pages"
        case .inks: "print_colours"
        case .unusualFormat: "file_format_unusual"
        case .mirrored: "image_mirrored"
        case .encrypted: "file_encrypted"
        case .noPDFProgram: "no_pdf_program"
        case .storage: "storage"
        case .cancelled: "cancelled"
        case .failed: "import_failed"
        }
    }

    /// Whether the file itself is at fault, so that it would be refused again.
    package var isOfTheFile: Bool {
        switch self {
        case .unreadable, .changing, .noPDFProgram, .storage, .cancelled: false
        default: true
        }
    }

    /// What happened and what to do next.
    package var text: BilingualText {
        switch self {
        case .unreadable(let reason):
            BilingualText(
                vietnamese: "Không mở được tệp (\(reason)). Hãy kiểm tra tệp còn đó và được phép đọc, rồi nhập lại.",
                english:
                    "The file cannot be opened (\(reason)). Check that it is there and may be read, then try again.")
        case .notAFile:
            BilingualText(
                vietnamese: "Đây không phải là một tệp. Hãy chọn tệp ảnh hoặc tệp PDF.",
                english: "This is no file. Choose an image or PDF file.")
        case .empty:
            BilingualText(
                vietnamese: "Tệp rỗng (0 byte). Hãy quét hoặc chép lại tệp, rồi nhập lại.",
                english: "The file is empty (0 bytes). Scan or copy it again, then import it.")
        case .fileTooLarge(let limit):
            BilingualText(
                vietnamese: "Tệp lớn hơn \(limit >> 20) MB. Hãy chia thành nhiều tệp nhỏ hơn, rồi nhập từng tệp.",
                english: "The file is over \(limit >> 20) MB. Split it into smaller files and import each.")
        case .unknownKind:
            BilingualText(
                vietnamese:
                    "Tệp không phải là JPEG, PNG, TIFF hay PDF. Hãy quét hoặc lưu lại thành một trong các dạng này, rồi nhập lại.",
                english:
                    "The file is neither JPEG nor PNG nor TIFF nor PDF. Scan or save it as one of these, then import it."
            )
        case .changing:
            BilingualText(
                vietnamese: "Tệp đang được ghi dở. Hãy đợi máy photocopy hoặc chương trình kia ghi xong, rồi nhập lại.",
                english: "The file is still being written. Wait until the copier or program is done, then import it.")
        case .damaged:
            BilingualText(
                vietnamese: "Tệp bị hỏng hoặc bị cắt cụt. Hãy quét hoặc chép lại tệp, rồi nhập lại.",
                english: "The file is damaged or cut short. Scan or copy it again, then import it.")
        case .imageTooLarge(let width, let height):
            BilingualText(
                vietnamese:
                    "Trang quá lớn (\(width) × \(height) điểm ảnh). Hãy quét lại ở độ phân giải thấp hơn, rồi nhập lại.",
                english: "A page is too large (\(width) × \(height) pixels). Scan at a lower resolution and import it.")
        case .tooComplex:
            BilingualText(
                vietnamese:
                    "Tệp cần quá nhiều bộ nhớ hoặc thời gian để đọc. Hãy in ra giấy rồi quét, hoặc quét lại ở độ phân giải thấp hơn.",
                english:
                    "The file needs too much memory or time to read. Print and scan it, or scan at a lower resolution.")
        case .pageTooLarge:
            BilingualText(
                vietnamese:
                    "Một trang của tệp lớn hơn mức cho phép. Hãy quét lại ở độ phân giải thấp hơn, rồi nhập lại.",
                english: "A page of the file is larger than a page may be. Scan at a lower resolution and import it.")
        case .tooManyPages(let limit):
            BilingualText(
                vietnamese: "Tệp có hơn \(limit) trang. Hãy chia thành nhiều tệp, rồi nhập từng tệp.",
                english: "The file has over \(limit) pages. Split it and import each part.")
        case .inks:
            BilingualText(
                vietnamese:
                    "Ảnh dùng hệ màu in (CMYK), không hiện đúng trên màn hình. Hãy lưu lại bằng hệ màu RGB, rồi nhập lại.",
                english:
                    "The image has colours for print (CMYK), which screens show wrongly. Save it as RGB and import it.")
        case .unusualFormat:
            BilingualText(
                vietnamese:
                    "Tệp dùng kiểu nén hiếm gặp, nhiều chương trình không đọc được. Hãy lưu lại thành JPEG thường, rồi nhập lại.",
                english:
                    "The file is of a rare variant that many programs cannot read. Save it as plain JPEG and import it."
            )
        case .mirrored:
            BilingualText(
                vietnamese: "Ảnh bị lật như soi gương. Hãy lưu lại ảnh đúng chiều, rồi nhập lại.",
                english: "The image is to be shown as in a mirror. Save it the right way round and import it.")
        case .encrypted:
            BilingualText(
                vietnamese: "Tệp PDF có mật khẩu hoặc bị khóa quyền. Hãy bỏ mật khẩu, hoặc in ra giấy rồi quét.",
                english: "The PDF file has a password or restrictions. Take them off, or print and scan it.")
        case .noPDFProgram:
            BilingualText(
                vietnamese:
                    "Máy này chưa cài chương trình đọc PDF. Hãy báo cán bộ kỹ thuật cài gói poppler-utils, rồi nhập lại.",
                english:
                    "This PC has no program that reads PDF. Have IT install the package poppler-utils, then try again.")
        case .storage(let reason):
            BilingualText(
                vietnamese: "Không lưu được trang vào máy này (\(reason)). Hãy kiểm tra dung lượng đĩa, rồi nhập lại.",
                english: "A page could not be stored on this PC (\(reason)). Check the disk space and import again.")
        case .cancelled:
            BilingualText(
                vietnamese: "Đã dừng nhập tệp theo yêu cầu. Chưa có trang nào của tệp vào hồ sơ.",
                english: "The import was stopped as asked. No page of the file is in the dossier.")
        case .failed(let reason):
            BilingualText(
                vietnamese:
                    "Chương trình đọc tệp bị lỗi (\(reason)). Hãy nhập lại; nếu vẫn lỗi, in ra giấy rồi quét và báo cán bộ kỹ thuật.",
                english:
                    "The import program failed (\(reason)). Try again; if it fails again, print and scan it and call IT."
            )
        }
    }
}
