import Dossiers
import Scanning

/// Draws the pages of a PDF file with poppler's programs.
///
/// PDF is a programming language for pages. Its best kept free reader is poppler, and each page is drawn by a process of
/// its own, which a hostile page can spoil alone.
struct PDFPages {
    /// What the rules ask of a scan.
    static let resolution = 200

    private static let endMark = Array("%%EOF".utf8)
    /// Bytes from the end in which readers look for the mark of the end, and some more.
    private static let tailLength = 2048

    let info: PDFInfo
    private let drawer: String
    private let limits: ImportLimits

    init(_ file: borrowing InputFile, limits: ImportLimits) throws(ScanFault) {
        guard let reader = Program.find("pdfinfo"), let drawer = Program.find("pdftoppm") else {
            throw .file(.noPDFProgram)
        }
        // A file cut short would be mended as well as can be, and pages would be missing without a word.
        let tail = try file.read(at: max(0, file.byteLength - Self.tailLength), count: Self.tailLength)
        guard tail.contains(Self.endMark) else { throw .file(.damaged) }
        let program = try Program(
            reader, ["-f", "1", "-l", "\(limits.pages)", Self.input], file: file, seconds: limits.secondsPerPage,
            withErrors: true)
        let info = PDFInfo(Self.text(program))
        if info.isEncrypted { throw .file(.encrypted) }
        if let fault = program.end() { throw .file(fault) }
        guard info.pages > 0 else { throw .file(.damaged) }
        guard info.pages <= limits.pages else { throw .file(.tooManyPages(limit: limits.pages)) }
        self.info = info
        self.drawer = drawer
        self.limits = limits
    }

    /// The standard input by name, so that the file's own name, which can be a person's, is in no list of processes.
    private static let input = "/proc/self/fd/0"

    private static func text(_ program: borrowing Program) -> String {
        var bytes = [UInt8](repeating: 0, count: 256 * 1024)
        let end = program.read(into: &bytes, from: 0, to: bytes.count)
        return String(decoding: bytes[..<end], as: UTF8.self)
    }

    /// Begins to draw a page, from 1.
    func draw(_ page: Int, of file: borrowing InputFile) throws(ScanFault) -> Program {
        if let size = info.pixels(of: page, resolution: Self.resolution) {
            try ImageHeader(
                width: size.width, height: size.height, channels: 3, resolution: Self.resolution, colourMode: .colour
            ).check(limits)
        }
        // What a reader shows is the crop box.
        return try Program(
            drawer, ["-q", "-cropbox", "-r", "\(Self.resolution)", "-f", "\(page)", "-l", "\(page)", Self.input],
            file: file, seconds: limits.secondsPerPage)
    }
}
