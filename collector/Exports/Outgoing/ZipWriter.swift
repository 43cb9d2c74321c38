import CZlib
import Dossiers
import Foundation
import SystemPackage

/// A ZIP archive (PKWARE APPNOTE 6.3.10) of files as they are: pages are JPEG, which no packing makes smaller.
///
/// Without the extension for 64 bits, which old Windows does not open.
struct ZipWriter {
    /// A ZIP archive cannot hold so much.
    struct TooLarge: Error, Hashable {
        let limit: Int
    }

    /// The most bytes of an archive, and the most files in it.
    static let (mostBytes, mostFiles) = (Int(UInt32.max), Int(UInt16.max) - 1)

    private let sink: ([UInt8]) throws -> Void
    private let limit: Int
    /// The moment that every file has, as MS-DOS has it.
    private let stamp: [UInt8]
    private var offset = 0
    private var directory: [UInt8] = []
    private var files = 0

    init(at moment: Date, limit: Int = mostBytes, sink: @escaping ([UInt8]) throws -> Void) {
        self.sink = sink
        self.limit = limit
        let (year, month, day) = CalendarDay(moment).components
        let seconds = max(0, Int(moment.timeIntervalSince(CalendarDay(moment).start)))
        stamp =
            Self.bytes(UInt16((seconds / 3600) << 11 | (seconds / 60 % 60) << 5 | (seconds % 60) / 2))
            + Self.bytes(UInt16(max(0, min(127, year - 1980)) << 9 | month << 5 | day))
    }

    /// Adds the file at `path` as `name`, of ASCII.
    mutating func add(_ path: FilePath, as name: String) throws {
        var (sum, count) = (crc32(0, nil, 0), 0)
        try Self.forEachPiece(of: path) { piece in
            // The array outlives the call.
            sum = unsafe piece.withUnsafeBufferPointer { unsafe crc32(sum, $0.baseAddress, UInt32($0.count)) }
            count += piece.count
        }
        let tail = Array(name.utf8)
        guard files < Self.mostFiles, offset + directory.count + count + 2 * tail.count + 100 <= limit else {
            throw TooLarge(limit: limit)
        }
        let sizes = Self.bytes(UInt32(truncatingIfNeeded: sum)) + Self.bytes(UInt32(count)) + Self.bytes(UInt32(count))
        let lengths = Self.bytes(UInt16(tail.count)) + Self.bytes(UInt16(0))
        // Version 1.0, no flags, stored.
        let method = Self.bytes(UInt16(10)) + Self.bytes(UInt16(0)) + Self.bytes(UInt16(0)) + stamp
        let start = offset
        try put(Self.bytes(UInt32(0x0403_4B50)) + method + sizes + lengths + tail)
        var written = 0
        try Self.forEachPiece(of: path) { piece in
            try put(piece)
            written += piece.count
        }
        precondition(written == count, "a file that changes while it is packed")
        // Made on Unix, so that the mode, 0600, is kept: papers of citizens.
        directory +=
            Self.bytes(UInt32(0x0201_4B50)) + Self.bytes(UInt16(0x030A)) + method + sizes + lengths
            + Self.bytes(UInt16(0)) + Self.bytes(UInt16(0)) + Self.bytes(UInt16(0))
            + Self.bytes(UInt32(0o100600) << 16) + Self.bytes(UInt32(start)) + tail
        files += 1
    }

    /// Writes the directory, which makes it an archive.
    mutating func finish() throws {
        let (start, size) = (offset, directory.count)
        try put(directory)
        try put(
            Self.bytes(UInt32(0x0605_4B50)) + Self.bytes(UInt16(0)) + Self.bytes(UInt16(0))
                + Self.bytes(UInt16(files)) + Self.bytes(UInt16(files)) + Self.bytes(UInt32(size))
                + Self.bytes(UInt32(start)) + Self.bytes(UInt16(0)))
    }

    private mutating func put(_ bytes: [UInt8]) throws {
        try sink(bytes)
        offset += bytes.count
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static func forEachPiece(of path: FilePath, _ body: ([UInt8]) throws -> Void) throws {
        let file = try FileDescriptor.open(path, .readOnly)
        try file.closeAfter {
            while true {
                let piece = try unsafe [UInt8](unsafeUninitializedCapacity: 1 << 18) { buffer, filled in
                    // The array's own storage, valid within this closure.
                    filled = try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
                if piece.isEmpty { return }
                try body(piece)
            }
        }
    }
}
