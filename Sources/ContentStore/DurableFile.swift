import Glibc
package import SystemPackage

/// Small files that are written whole: keys, identities, settings.
package enum DurableFile {
    /// Puts `bytes` at `path`, whole or not at all, also across a power cut.
    ///
    /// `open(tmp, O_CREAT|O_EXCL, mode)` → `write` → `fsync(tmp)` → `rename(tmp, path)` → `fsync(directory)`. The file has
    /// `mode` before the first byte of a secret is in it.
    package static func write(_ bytes: [UInt8], to path: FilePath, mode: UInt16 = 0o644) throws(ContentStoreError) {
        let unique = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        let temporary = FilePath("\(path.string).tmp.\(unique)")
        let file = unsafe open(temporary.string, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode_t(mode))
        guard file >= 0 else { throw .system(Errno(rawValue: errno), operation: "open", path: temporary) }
        defer {
            close(file)
            _ = unsafe unlink(temporary.string)
        }
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(file, $0.baseAddress! + written, bytes.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .system(Errno(rawValue: errno), operation: "write", path: temporary)
            }
            written += count
        }
        syncOrStop(file, path: temporary)
        try Directory.rename(temporary, to: path)
        try Directory.sync(path.removingLastComponent())
    }

    /// The bytes at `path`, or nil where there is no file.
    package static func read(_ path: FilePath, limit: Int = 1 << 20) throws(ContentStoreError) -> [UInt8]? {
        let file = unsafe open(path.string, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw .system(Errno(rawValue: errno), operation: "open", path: path)
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < limit {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw .system(Errno(rawValue: errno), operation: "read", path: path)
            }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    /// Makes what is at `path` durable: a file's bytes, or a directory's names. When the disk does not keep it, the program
    /// stops here.
    package static func sync(_ path: FilePath) throws(ContentStoreError) {
        let file = unsafe open(path.string, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .system(Errno(rawValue: errno), operation: "open", path: path) }
        defer { close(file) }
        syncOrStop(file, path: path)
    }

    /// Removes a file so that it stays removed across a power cut; one that is not there is fine.
    ///
    /// `unlink(path)` → `fsync(directory)`.
    package static func remove(_ path: FilePath) throws(ContentStoreError) {
        if try Directory.unlink(path) { try Directory.sync(path.removingLastComponent()) }
    }

    /// Makes a directory (mode 0700) whose name survives a power cut; one that exists is fine.
    package static func createDirectory(_ path: FilePath) throws(ContentStoreError) { try Directory.create(path) }
}
