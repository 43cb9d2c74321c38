import CTIFF
import Dossiers
import Scanning

/// The images of a TIFF file, one at a time.
///
/// Safe outside: the pointer is owned, and lives as long as the value.
@safe struct TIFFImages: ~Copyable {
    private(set) var header = ImageHeader(width: 0, height: 0, channels: 1, resolution: 0, colourMode: .grey)
    /// Images of any kind.
    let count: Int
    private let decoder: OpaquePointer

    /// Opens `file`, which must outlive the images.
    ///
    /// - Parameter most: images after which counting ends.
    init(_ file: borrowing InputFile, most: Int) throws(ScanFault) {
        guard let decoder = unsafe ctiff_decoder_create(file.descriptor) else { throw .file(.damaged) }
        count = unsafe Int(ctiff_decoder_count(decoder, Int32(clamping: most)))
        unsafe self.decoder = decoder
    }

    deinit { unsafe ctiff_decoder_destroy(decoder) }

    /// Goes to an image, from 0.
    ///
    /// - Returns: whether it is a page, not a small or a mask image that goes with one.
    mutating func select(_ index: Int) throws(ScanFault) -> Bool {
        var found = ctiff_header()
        try unsafe Self.check(ctiff_decoder_select(decoder, Int32(index), &found))
        if found.is_beside_page { return false }
        if found.is_for_print { throw .file(.inks) }
        let (width, height) = (Int(found.width), Int(found.height))
        header = ImageHeader(
            width: width, height: height, channels: Int(found.channels),
            resolution: ImageHeader.resolution(stated: Int(found.dots_per_inch), width: width, height: height),
            colourMode: found.is_bilevel ? .bilevel : found.channels == 1 ? .grey : .colour,
            orientation: Orientation(Int(found.orientation)))
        return true
    }

    private static func check(_ result: ctiff_result) throws(ScanFault) {
        switch result {
        case CTIFF_GOOD: return
        case CTIFF_TOO_LARGE: throw .file(.tooComplex)
        case CTIFF_UNSUPPORTED: throw .file(.unusualFormat)
        default: throw .file(.damaged)
        }
    }
}

extension TIFFImages: LineSource {
    mutating func read(_ count: Int, into band: inout [UInt8]) throws(ScanFault) {
        precondition(count * header.lineLength <= band.count)
        // The band has room for the lines asked for.
        try unsafe Self.check(ctiff_decoder_read(decoder, &band, count))
    }
}
