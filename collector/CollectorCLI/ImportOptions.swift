import ArgumentParser
import ContentStore
import Progress
import SystemPackage

/// The file that an import reads.
struct ImportOptions: ParsableArguments {
    @Argument(
        help: "The CSV file, as spreadsheets save it (UTF-8, UTF-16 or Windows-1258; commas, semicolons or tabs).")
    var file: String

    /// The name of the file without its folder, for messages and the audit trail.
    var name: String { FilePath(file).lastComponent?.string ?? file }

    /// The content of the file, up to one byte more than an import accepts.
    func read() throws -> [UInt8] {
        let bytes: [UInt8]?
        do { bytes = try DurableFile.read(FilePath(file), limit: ImportLimit.bytes + 1) } catch {
            throw ImportFileError.unreadable(file, "\(error)")
        }
        guard let bytes else { throw ImportFileError.missing(file) }
        return bytes
    }
}

/// Why a file cannot be read.
enum ImportFileError: CannotRun {
    case missing(String)
    case unreadable(String, String)

    var description: String {
        switch self {
        case .missing(let file): "there is no file \(file); check its name and folder"
        case .unreadable(let file, let reason): "the file \(file) cannot be read: \(reason)"
        }
    }
}
