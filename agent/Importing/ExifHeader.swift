/// What a camera or copier says of its image in Exif data: a small TIFF file inside the JPEG file.
///
/// The bytes are a stranger's: whatever does not lie within them is not there.
struct ExifHeader {
    private(set) var orientation = 1
    /// Pixels per inch across.
    private(set) var resolution: Int?

    private let bytes: [UInt8]
    private let isLittleEndian: Bool

    private enum Tag {
        static let orientation = 0x0112
        static let horizontalResolution = 0x011a
        static let resolutionUnit = 0x0128
    }

    /// - Parameter bytes: from the byte order mark on.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        isLittleEndian = bytes.starts(with: Array("II".utf8))
        guard isLittleEndian || bytes.starts(with: Array("MM".utf8)), word(2) == 42, let directory = long(4),
            let count = word(directory)
        else { return }
        var (place, centimetres): (Int?, Bool) = (nil, false)
        for entry in 0..<count {
            let at = directory + 2 + entry * 12
            switch word(at) {
            case Tag.orientation: orientation = word(at + 8) ?? 1
            case Tag.horizontalResolution: place = long(at + 8)
            case Tag.resolutionUnit: centimetres = word(at + 8) == 3
            default: continue
            }
        }
        guard let place, let numerator = long(place), let denominator = long(place + 4), denominator > 0 else { return }
        resolution = Int((Double(numerator) / Double(denominator) * (centimetres ? 2.54 : 1)).rounded())
    }

    private func word(_ at: Int) -> Int? {
        guard at >= 0, at + 2 <= bytes.count else { return nil }
        let (first, second) = (Int(bytes[at]), Int(bytes[at + 1]))
        return isLittleEndian ? second << 8 | first : first << 8 | second
    }

    private func long(_ at: Int) -> Int? {
        guard let first = word(at), let second = word(at + 2) else { return nil }
        return isLittleEndian ? second << 16 | first : first << 16 | second
    }
}
