import CQR

/// A QR code (ISO/IEC 18004) as a picture that phones read off the screen, in light and in dark: its own light ground
/// with the quiet zone of four modules belongs to it.
enum QRCode {
    private static let quietZone = 4

    /// The picture of `text`; nil when it is longer than a code holds.
    static func svg(of text: String, title: String) -> String? {
        // Medium correction: screens do not get torn. The string outlives the call.
        guard let code = unsafe QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { unsafe QRcode_free(code) }
        let width = Int(unsafe code.pointee.width)
        // The library gives width × width bytes, the lowest bit of which says dark.
        let modules = unsafe UnsafeBufferPointer(start: code.pointee.data, count: width * width)
        var steps = ""
        for row in 0..<width {
            var column = 0
            while column < width {
                let start = column
                while column < width, unsafe modules[row * width + column] & 1 == 1 { column += 1 }
                if column > start {
                    let length = column - start
                    steps += "M\(start + quietZone) \(row + quietZone)h\(length)v1h-\(length)z"
                } else {
                    column += 1
                }
            }
        }
        let side = width + 2 * quietZone
        return SVG.picture(
            "qr", width: side, height: side, title: title,
            [
                SVG.rectangle("ground", x: 0, y: 0, width: Double(side), height: Double(side)),
                SVG.path("modules", steps),
            ])
    }
}
