import FoundationEssentials
import SystemPackage
import Testing

/// An image as `scanimage` and `djpeg` write it.
struct PNM: Equatable {
    /// P4, P5 or P6.
    let kind: String
    let width: Int
    let height: Int
    /// The bytes behind the header; 1 is black in a P4.
    let samples: [UInt8]

    init(_ path: FilePath) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path.string)))
        var place = bytes.startIndex
        func word() -> String {
            var result: [UInt8] = []
            while place < bytes.endIndex {
                let byte = bytes[place]
                place += 1
                if byte == UInt8(ascii: "#") {
                    place = (bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex - 1) + 1
                } else if byte > 32 {
                    result.append(byte)
                } else if !result.isEmpty {
                    break
                }
            }
            return String(decoding: result, as: UTF8.self)
        }
        kind = word()
        width = try #require(Int(word()), "\(path) is no PNM")
        height = try #require(Int(word()), "\(path) is no PNM")
        if kind != "P4" { _ = word() }
        samples = Array(bytes[place...])
    }

    /// The bytes of one row.
    func row(_ y: Int) -> ArraySlice<UInt8> {
        let length = samples.count / height
        return samples[y * length..<(y + 1) * length]
    }

    /// The shade in the middle of the first row, for pages of one shade.
    var shade: UInt8 { row(0)[width / 2] }
}
