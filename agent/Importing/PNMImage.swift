import Dossiers
import Scanning

/// The image that a program writes as a colour PNM file.
struct PNMImage: ~Copyable {
    private(set) var header: ImageHeader
    private var program: Program?
    private var linesLeft: Int

    /// Reads the header that `program` writes.
    ///
    /// - Parameter resolution: Pixels per inch, which PNM does not say.
    init(_ program: consuming Program, resolution: Int) throws(ScanFault) {
        var words: [Int] = []
        var line: [UInt8] = []
        var byte: [UInt8] = [0]
        // "P6", width and height, the greatest sample: then one end of line, and the samples.
        while words.count < 3, line.count < 64, program.read(into: &byte, from: 0, to: 1) == 1 {
            if byte[0] != UInt8(ascii: "\n") {
                line.append(byte[0])
                continue
            }
            let text = String(decoding: line, as: UTF8.self)
            if text != "P6" { words += text.split(separator: " ").compactMap { Int($0) } }
            line = []
        }
        guard words.count == 3, words[0] > 0, words[1] > 0, words[2] == 255 else {
            throw .file(program.end() ?? .damaged)
        }
        header = ImageHeader(
            width: words[0], height: words[1], channels: 3, resolution: resolution, colourMode: .colour)
        linesLeft = words[1]
        self.program = consume program
    }
}

extension PNMImage: LineSource {
    mutating func read(_ count: Int, into band: inout [UInt8]) throws(ScanFault) {
        let wanted = count * header.lineLength
        guard program!.read(into: &band, from: 0, to: wanted) == wanted else {
            throw .file(program.take()!.end() ?? .damaged)
        }
        linesLeft -= count
        if linesLeft == 0, let fault = program.take()!.end() { throw .file(fault) }
    }
}
