import FoundationEssentials
package import SystemPackage

/// An image in memory, of 8-bit samples, and its way to and from the tools that the encoder is compared with.
package struct Picture: Equatable, Sendable, CustomStringConvertible {
    /// Pixels across.
    package var width: Int
    /// Pixels down.
    package var height: Int
    /// Samples of a pixel, 1 or 3.
    package var channels: Int
    /// Line by line, without padding.
    package var samples: [UInt8]

    package var description: String { "\(width)x\(height)x\(channels)" }

    /// Something like a page: paper with noise, and dark strokes of several colours.
    package static func page(width: Int, height: Int, channels: Int, seed: UInt64 = 1) -> Picture {
        var state = seed
        func random() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        var samples: [UInt8] = []
        samples.reserveCapacity(width * height * channels)
        for y in 0..<height {
            for x in 0..<width {
                let isInk = (x / 3 + y / 2) % 11 == 0 && (y / 9) % 3 != 0
                for channel in 0..<channels {
                    let shade: UInt8 = isInk ? UInt8(channel * 60) : 225
                    samples.append(shade + random() % 16)
                }
            }
        }
        return Picture(width: width, height: height, channels: channels, samples: samples)
    }

    /// The greatest difference of a sample within lines; 256 when the sizes differ.
    package func difference(from other: Picture, lines: Range<Int>) -> Int {
        guard (width, height, channels) == (other.width, other.height, other.channels) else { return 256 }
        let range = (lines.lowerBound * width * channels)..<(lines.upperBound * width * channels)
        return zip(samples[range], other.samples[range]).map { abs(Int($0) - Int($1)) }.max() ?? 0
    }

    /// As a PNM file.
    package var pnm: [UInt8] { Array("P\(channels == 3 ? 6 : 5)\n\(width) \(height)\n255\n".utf8) + samples }

    /// What `cjpeg` makes of it.
    package func compressed(quality: Int) async throws -> [UInt8] {
        try await withTemporaryDirectory { folder in
            let (from, to) = (folder.appending("a.pnm"), folder.appending("a.jpg"))
            try Data(pnm).write(to: URL(filePath: from.string))
            let result = try await runTool(
                "cjpeg", ["-quality", "\(quality)", "-outfile", to.string, from.string])
            guard result.exitCode == 0 else { throw PictureError(description: result.errors) }
            return [UInt8](try Data(contentsOf: URL(filePath: to.string)))
        }
    }

    /// What `djpeg` makes of a JPEG file.
    package init(decoding jpeg: [UInt8]) async throws {
        self = try await withTemporaryDirectory { folder in
            let from = folder.appending("a.jpg")
            try Data(jpeg).write(to: URL(filePath: from.string))
            return try await Picture(decoding: from)
        }
    }

    /// What `djpeg` makes of a JPEG file.
    package init(decoding path: FilePath) async throws {
        self = try await withTemporaryDirectory { folder in
            let to = folder.appending("a.pnm")
            let result = try await runTool("djpeg", ["-pnm", "-outfile", to.string, path.string])
            // A damaged file is told by words alone.
            guard result.exitCode == 0, result.errors.isEmpty else { throw PictureError(description: result.errors) }
            return try Picture(pnm: [UInt8](Data(contentsOf: URL(filePath: to.string))))
        }
    }

    private init(pnm bytes: [UInt8]) throws {
        let header = bytes.prefix(64).split { $0 == 10 || $0 == 32 }
        let words = header.prefix(3).map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 3, let width = Int(words[1]), let height = Int(words[2]) else {
            throw PictureError(description: "no PNM file")
        }
        let channels = words[0] == "P6" ? 3 : 1
        self.init(
            width: width, height: height, channels: channels, samples: Array(bytes.suffix(width * height * channels)))
    }

    /// A picture of these samples.
    package init(width: Int, height: Int, channels: Int, samples: [UInt8]) {
        self.width = width
        self.height = height
        self.channels = channels
        self.samples = samples
    }
}

/// A tool refused a picture, in its own words.
package struct PictureError: Error, CustomStringConvertible {
    package let description: String
}
