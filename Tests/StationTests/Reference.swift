import FoundationEssentials
import Scanning
import SystemPackage
import TestSupport
import Testing

/// What `scanimage` gets from a device, for comparison with what the worker makes of the same.
enum Reference {
    /// The pixels of a JPEG file, as `djpeg` writes them.
    static func pixels(ofJPEG file: FilePath, in folder: FilePath) async throws -> [UInt8] {
        let pixels = folder.appending("\(UUID().uuidString).pnm")
        let result = try await runTool("djpeg", ["-pnm", "-outfile", pixels.string, file.string])
        try #require(result.exitCode == 0 && result.errors.isEmpty, "\(result.errors)")
        return try read(pixels)
    }

    /// The pixels that remain of a `scanimage` scan after `cjpeg` at this quality, as `djpeg` writes them.
    ///
    /// The worker's encoder must give exactly these: the coefficients of a JPEG file do not depend on how they are
    /// packed.
    ///
    /// - Parameter lostPixels: How many pixels at the end of each line to leave out before `cjpeg`.
    static func pixels(
        ofScanImage arguments: [String], lostPixels: Int = 0, quality: Int, environment: [String: String],
        in folder: FilePath
    ) async throws -> [UInt8] {
        let name = UUID().uuidString
        let (raw, plain, file) = (
            folder.appending("\(name).raw"), folder.appending("\(name).in"), folder.appending("\(name).jpg")
        )
        let scan = try await runTool(
            "scanimage", arguments + ["--format=pnm", "--output-file=\(raw)"], environment: environment)
        try #require(scan.exitCode == 0, "\(scan.errors)")
        try Data(cropped(eightBits(read(raw)), by: lostPixels)).write(to: URL(filePath: plain.string))
        let compression = try await runTool(
            "cjpeg", ["-quality", "\(quality)", "-outfile", file.string, plain.string])
        try #require(compression.exitCode == 0, "\(compression.errors)")
        return try await pixels(ofJPEG: file, in: folder)
    }

    private static func cropped(_ pnm: [UInt8], by lostPixels: Int) throws -> [UInt8] {
        if lostPixels == 0 { return pnm }
        let header = pnm.prefix(100).split { $0 == 10 || $0 == 32 }.map { String(decoding: $0, as: UTF8.self) }
        // scanimage puts four words of comment between the kind and the size.
        let sizes = header.drop { Int($0) == nil }
        let (width, height) = try (#require(Int(sizes.first!)), #require(Int(sizes.dropFirst().first!)))
        let channels = header[0] == "P6" ? 3 : 1
        let samples = Array(pnm.suffix(width * height * channels))
        var pixels: [UInt8] = []
        for y in 0..<height {
            let start = y * width * channels
            pixels += samples[start..<(start + (width - lostPixels) * channels)]
        }
        return Array("\(header[0])\n\(width - lostPixels) \(height)\n255\n".utf8) + pixels
    }

    private static func read(_ path: FilePath) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path.string)))
    }

    /// An image of one or sixteen bits as one of eight; one of eight as it is.
    private static func eightBits(_ pnm: [UInt8]) throws -> [UInt8] {
        var words: [String] = []
        var place = 0
        let isBitmap = pnm.starts(with: Array("P4".utf8))
        while words.count < (isBitmap ? 3 : 4) {
            if pnm[place] == UInt8(ascii: "#") {
                place = try #require(pnm[place...].firstIndex(of: 10)) + 1
                continue
            }
            let end = try #require(pnm[place...].firstIndex { $0 == 10 || $0 == 32 })
            words.append(String(decoding: pnm[place..<end], as: UTF8.self))
            place = end + 1
        }
        let (width, height) = try (#require(Int(words[1])), #require(Int(words[2])))
        let samples = pnm[place...]
        if isBitmap {
            let bytesPerLine = (width + 7) / 8
            var pixels: [UInt8] = []
            for y in 0..<height {
                for x in 0..<width {
                    let bits = samples[place + y * bytesPerLine + x / 8]
                    pixels.append(bits >> (7 - x % 8) & 1 == 1 ? 0 : 255)
                }
            }
            return Array("P5\n\(width) \(height)\n255\n".utf8) + pixels
        }
        guard words[3] == "65535" else { return pnm }
        // Sixteen bits are big-endian in a PNM file.
        var pixels: [UInt8] = []
        for at in stride(from: place, to: pnm.count - 1, by: 2) {
            let word = Int(pnm[at]) * 256 + Int(pnm[at + 1])
            pixels.append(UInt8((Double(word) / 257).rounded()))
        }
        return Array("\(words[0])\n\(width) \(height)\n255\n".utf8) + pixels
    }
}
