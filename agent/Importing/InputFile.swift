import Glibc
import Scanning

/// A file that is looked into, open for reading.
struct InputFile: ~Copyable {
    /// For the decoders, which read at places of their own.
    let descriptor: Int32
    let byteLength: Int
    private let changedAt: timespec

    /// Opens a regular file, whatever else there may be under its name.
    init(_ path: String, limit: Int) throws(ScanFault) {
        // A pipe or a device must not hold up the worker.
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { throw .file(.unreadable(Self.reason)) }
        var status = stat()
        let failure: ImportFault? =
            if unsafe fstat(file, &status) != 0 {
                .unreadable(Self.reason)
            } else if status.st_mode & S_IFMT != S_IFREG {
                .notAFile
            } else if status.st_size == 0 {
                .empty
            } else if status.st_size > limit {
                .fileTooLarge(limit: limit)
            } else {
                nil
            }
        if let failure {
            close(file)
            throw .file(failure)
        }
        descriptor = file
        byteLength = Int(status.st_size)
        changedAt = status.st_mtim
    }

    deinit { close(descriptor) }

    /// Up to `count` bytes from `offset`; fewer at the end.
    func read(at offset: Int, count: Int) throws(ScanFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            // The array's own storage, within its bounds.
            let some = unsafe bytes.withUnsafeMutableBytes {
                unsafe pread(descriptor, $0.baseAddress! + done, count - done, off_t(offset + done))
            }
            if some < 0 {
                if errno == EINTR { continue }
                throw .file(.unreadable(Self.reason))
            }
            if some == 0 { break }
            done += some
        }
        bytes.removeLast(count - done)
        return bytes
    }

    /// Makes sure that nobody has written to the file since it was opened.
    func requireUnchanged() throws(ScanFault) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_size == byteLength,
            status.st_mtim.tv_sec == changedAt.tv_sec, status.st_mtim.tv_nsec == changedAt.tv_nsec
        else { throw .file(.changing) }
    }

    // `strerror` gives a string of the C library's own, copied here at once.
    private static var reason: String { unsafe String(cString: strerror(errno)) }
}
