import Testing

@testable import Importing

@Suite("The Exif data of a JPEG file")
struct ExifHeaderTests {
    /// A header with the orientation 6 and 300 pixels per inch, in either byte order.
    private func bytes(_ order: String, unit: Int = 2) -> [UInt8] {
        func word(_ value: Int) -> [UInt8] {
            let bytes = [UInt8(value >> 8), UInt8(value & 255)]
            return order == "II" ? bytes.reversed() : bytes
        }
        func long(_ value: Int) -> [UInt8] {
            order == "II" ? word(value & 0xffff) + word(value >> 16) : word(value >> 16) + word(value & 0xffff)
        }
        let entries =
            word(0x0112) + word(3) + long(1) + word(6) + word(0) + word(0x011a) + word(5) + long(1) + long(50)
            + word(0x0128) + word(3) + long(1) + word(unit) + word(0)
        return Array(order.utf8) + word(42) + long(8) + word(3) + entries + long(0) + long(300) + long(1)
    }

    @Test("is read in both byte orders", arguments: ["II", "MM"])
    func byteOrders(order: String) {
        #expect(ExifHeader(bytes(order)).orientation == 6)
        #expect(ExifHeader(bytes(order)).resolution == 300)
        #expect(ExifHeader(bytes(order, unit: 3)).resolution == 762)
    }

    @Test("is read as far as it goes, wherever it is cut")
    func cutShort() {
        let whole = bytes("II")
        for length in 0..<whole.count {
            let header = ExifHeader(Array(whole[..<length]))
            #expect([1, 6].contains(header.orientation))
            #expect(header.resolution == nil)
        }
    }

    @Test("may say anything, and no byte of it leads outside")
    func nonsense() {
        var state: UInt64 = 7
        for _ in 0..<2000 {
            var damaged = bytes("MM")
            for _ in 0..<4 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                damaged[2 + Int(state >> 33) % (damaged.count - 2)] = UInt8(truncatingIfNeeded: state >> 24)
            }
            _ = ExifHeader(damaged)
        }
    }
}
