/// What decides about the quality of a JPEG file: pixels, sampling and quantisation (ITU-T T.81, annex B).
struct JPEGCoding: Hashable {
    /// The frame header: precision, height, width, and sampling and table of each component.
    private var frame: [UInt8] = []
    /// Quantisation tables by destination.
    private var tables: [UInt8: [UInt8]] = [:]

    /// Reads the headers of a file.
    init(of file: [UInt8]) throws {
        var place = 2
        while place + 4 <= file.count, file[place] == 0xff {
            let (marker, length) = (file[place + 1], Int(file[place + 2]) << 8 | Int(file[place + 3]))
            guard length >= 2, place + 2 + length <= file.count else { break }
            let body = file[(place + 4)..<(place + 2 + length)]
            switch marker {
            case 0xdb: addTables(body)
            // Baseline, extended and progressive differ in the coding of the same coefficients.
            case 0xc0, 0xc1, 0xc2: frame = Array(body)
            case 0xda:
                guard !frame.isEmpty, !tables.isEmpty else { break }
                return
            default: break
            }
            place += 2 + length
        }
        throw CannotMeasure("a page is no JPEG file")
    }

    private mutating func addTables(_ body: ArraySlice<UInt8>) {
        var rest = body
        while let head = rest.first {
            let length = head >> 4 == 0 ? 64 : 128
            tables[head & 15] = Array(rest.dropFirst().prefix(length))
            rest = rest.dropFirst(1 + length)
        }
    }
}
