import Scanning

/// What a file is, told by its content. Names lie: copiers and officers rename files.
enum FileKind {
    case jpeg, png, tiff, pdf

    /// Bytes from the start of a file that decide.
    static let headLength = 1024

    init(_ head: [UInt8]) throws(ScanFault) {
        if head.starts(with: [0xff, 0xd8, 0xff]) {
            self = .jpeg
        } else if head.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
            self = .png
        } else if Self.tiffMarks.contains(where: { head.starts(with: $0) }) {
            self = .tiff
        } else if head.contains(Array("%PDF-".utf8)) {
            // Some programs put something before it, and every reader looks through the first kilobyte.
            self = .pdf
        } else {
            throw .file(.unknownKind)
        }
    }

    /// Both byte orders, of files with 32-bit and with 64-bit places.
    private static let tiffMarks: [[UInt8]] = [
        [0x49, 0x49, 42, 0], [0x4d, 0x4d, 0, 42], [0x49, 0x49, 43, 0], [0x4d, 0x4d, 0, 43],
    ]
}
