import Glibc
package import Scanning

/// A file without a name: what must wait for something that comes later waits here, not in memory.
///
/// It goes with the process, whatever ends it, and nobody else can open it.
package final class ScratchFile {
    /// Bytes appended.
    package private(set) var byteCount = 0
    private let file: Int32

    /// - Parameter directory: a directory on a disk that has room for a page; not a file system in memory.
    package init(in directory: String) throws(ScanFault) {
        var template = Array("\(directory)/tmp.scan.XXXXXX".utf8CString)
        file = unsafe template.withUnsafeMutableBufferPointer { unsafe mkstemp($0.baseAddress!) }
        guard file >= 0 else { throw ScanFault.storage(errno: errno) }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        _ = unsafe template.withUnsafeBufferPointer { unsafe unlink($0.baseAddress!) }
    }

    deinit { close(file) }

    /// Adds `bytes` at the end.
    package func append(_ bytes: RawSpan) throws(ScanFault) {
        try write(bytes, at: byteCount)
        byteCount += bytes.byteCount
    }

    /// Writes over what is at `offset`.
    package func write(_ bytes: RawSpan, at offset: Int) throws(ScanFault) {
        var done = 0
        while done < bytes.byteCount {
            // The buffer lives as long as the span it is taken from.
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(file, buffer.baseAddress! + done, buffer.count - done, off_t(offset + done))
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw ScanFault.storage(errno: errno)
            }
            done += count
        }
    }

    /// Fills `buffer` from `offset`.
    ///
    /// - Returns: how many bytes there were; fewer than asked for only at the end.
    package func read(at offset: Int, into buffer: inout [UInt8], count wanted: Int) throws(ScanFault) -> Int {
        var done = 0
        while done < min(wanted, buffer.count) {
            // The array's own storage, within its bounds.
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe pread(file, bytes.baseAddress! + done, min(wanted, bytes.count) - done, off_t(offset + done))
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw ScanFault.storage(errno: errno)
            }
            if count == 0 { break }
            done += count
        }
        return done
    }
}

extension ScanFault {
    /// A failed system call on the way to the disk.
    static func storage(errno code: Int32) -> ScanFault {
        // `strerror` gives a string of the C library's own, copied here at once.
        .storage(unsafe String(cString: strerror(code)))
    }
}
