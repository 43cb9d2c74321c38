import Dossiers
import Scanning

/// What is known of an image before its lines.
struct ImageHeader {
    /// Pixels.
    var width: Int
    var height: Int
    /// Samples of a pixel: 1 grey, 3 colour.
    var channels: Int
    /// Pixels per inch.
    var resolution: Int
    var colourMode: ColourMode
    var orientation = Orientation()

    /// Bytes of a line.
    var lineLength: Int { width * channels }

    /// Makes sure that the image can be a page.
    func check(_ limits: ImportLimits) throws(ScanFault) {
        guard width <= limits.side, height <= limits.side, width * height <= limits.pixels else {
            throw .file(.imageTooLarge(width: width, height: height))
        }
        if orientation.isMirrored { throw .file(.mirrored) }
    }

    /// The resolution to record.
    ///
    /// Programs that know none write that of a screen, 72 or 96, or nonsense. Then the sheet is taken to be A4, of which
    /// the short side is 210 mm.
    static func resolution(stated: Int, width: Int, height: Int) -> Int {
        if (50...4800).contains(stated), stated != 72, stated != 96 { return stated }
        return max(1, Int((Double(min(width, height)) / 210 * 25.4).rounded()))
    }
}

/// How an image is to be turned to stand upright, by the number that TIFF and Exif give it (TIFF 6.0, section 8).
struct Orientation: Hashable {
    /// Degrees clockwise: 90, 180 or 270; nil for none.
    let rotation: Int?
    /// The image would have to be flipped, too.
    let isMirrored: Bool

    init(_ number: Int = 1) {
        rotation = [3: 180, 4: 180, 5: 270, 6: 90, 7: 90, 8: 270][number]
        isMirrored = [2, 4, 5, 7].contains(number)
    }
}

/// An image that gives its lines from top to bottom.
protocol LineSource: ~Copyable {
    var header: ImageHeader { get }

    /// Fills the start of `band` with the next `count` lines, one behind the other. Never asked beyond the last line; with
    /// the last line the image is known to be whole.
    mutating func read(_ count: Int, into band: inout [UInt8]) throws(ScanFault)
}
