import ContentStore
import Foundation
import Synchronization
package import SystemPackage

/// Where exports are made that are sent at once: on the disk, so that they need no memory, and whole before the first
/// byte is sent, so that a fault is told and not sent.
///
/// A file has no name any more when it is sent: nothing of it stays, whatever happens.
package final class OutgoingFolder: Sendable {
    /// As many are being made as may be.
    package struct Busy: Error {}

    /// The most that are made at a time.
    package static let mostAtOnce = 4

    private let path: FilePath
    private let state = Mutex((running: 0, isSwept: false))

    /// - Parameter path: of a folder of its own; it is made when it is needed.
    package init(_ path: FilePath) { self.path = path }

    /// The file that `write` makes at the path it is given.
    ///
    /// - Throws: `Busy`, or what `write` throws; then nothing is left.
    package func make(_ write: (FilePath) throws -> Void) throws -> OutgoingFile {
        try begin()
        defer { state.withLock { $0.running -= 1 } }
        let file = path.appending(UUID().uuidString)
        // Whatever was made beside it, too.
        defer {
            for name in [file.string, file.string + ".parts"] { try? FileManager.default.removeItem(atPath: name) }
        }
        try write(file)
        return try OutgoingFile(file)
    }

    private func begin() throws {
        try state.withLock { state in
            guard state.running < Self.mostAtOnce else { throw Busy() }
            try DurableFile.createDirectory(path)
            if !state.isSwept {
                // What a crash left: the one server of the data directory has begun nothing yet.
                for name in try FileManager.default.contentsOfDirectory(atPath: path.string) {
                    try FileManager.default.removeItem(atPath: path.appending(name).string)
                }
                state.isSwept = true
            }
            state.running += 1
        }
    }
}

/// An open file without a name.
package final class OutgoingFile: Sendable {
    package let byteLength: Int
    private let file: FileDescriptor

    init(_ path: FilePath) throws {
        file = try FileDescriptor.open(path, .readOnly)
        do { byteLength = Int(try file.seek(offset: 0, from: .end)) } catch {
            try? file.close()
            throw error
        }
    }

    deinit { try? file.close() }

    /// Up to `count` bytes from `offset`; fewer only at the end.
    package func read(at offset: Int, count: Int) throws -> [UInt8] {
        try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            // The array's own storage, valid within this closure.
            filled = try unsafe file.read(
                fromAbsoluteOffset: Int64(offset), into: UnsafeMutableRawBufferPointer(buffer))
        }
    }
}
