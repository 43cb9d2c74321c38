import Glibc
package import SystemPackage

/// Small files that are written whole: keys, identities, settings.
package enum DurableFile {
    /// Puts `bytes` at `path`, whole or not at all, also across a power cut: see `DurableFileWriter.finish`.
    package static func write(_ bytes: [UInt8], to path: FilePath, mode: UInt16 = 0o644) throws(ContentStoreError) {
        var writer = try DurableFileWriter(to: path, mode: mode)
        try writer.append(bytes)
        try writer.finish()
    }

    /// Puts the file that `make` writes at `path`, whole or not at all, also across a power cut.
    ///
    /// For libraries that open files by themselves: `make` gets a new name beside `path` and writes the file with that name
    /// → `chmod(tmp, mode)` → `fsync(tmp)` → `rename(tmp, path)` → `fsync(directory)`.
    package static func put(at path: FilePath, mode: UInt16 = 0o644, _ make: (FilePath) throws -> Void) throws {
        let temporary = temporary(beside: path)
        defer { _ = unsafe unlink(temporary.string) }
        try make(temporary)
        let file = unsafe open(temporary.string, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw ContentStoreError.system(Errno(rawValue: errno), operation: "open", path: temporary)
        }
        defer { close(file) }
        guard fchmod(file, mode_t(mode)) == 0 else {
            throw ContentStoreError.system(Errno(rawValue: errno), operation: "fchmod", path: temporary)
        }
        syncOrStop(file, path: temporary)
        try Directory.rename(temporary, to: path)
        try Directory.sync(path.removingLastComponent())
    }

    /// A name that nothing has, in the same folder.
    static func temporary(beside path: FilePath) -> FilePath {
        FilePath("\(path.string).tmp.\(String(UInt64.random(in: 0...UInt64.max), radix: 16))")
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
