import CJPEG
import Dossiers
import Scanning

/// The image of a JPEG file.
///
/// Safe outside: the pointer is owned, and lives as long as the value.
@safe struct JPEGImage: ~Copyable {
    let header: ImageHeader
    private let decoder: OpaquePointer
    private let channelsOfFile: Int
    private let isCommon: Bool

    /// Reads the header of `file`, which must outlive the image.
    init(_ file: borrowing InputFile) throws(ScanFault) {
        var found = cjpeg_decoder_header()
        var result = CJPEG_GOOD
        guard let decoder = unsafe cjpeg_decoder_create(file.descriptor, &found, &result) else {
            throw .file(Self.fault(result))
        }
        let exif = ExifHeader(unsafe Self.exif(decoder))
        let (width, height) = (Int(found.width), Int(found.height))
        let stated = found.dots_per_inch > 1 ? Int(found.dots_per_inch) : exif.resolution ?? 0
        header = ImageHeader(
            width: width, height: height, channels: found.channels == 1 ? 1 : 3,
            resolution: ImageHeader.resolution(stated: stated, width: width, height: height),
            colourMode: found.channels == 1 ? .grey : .colour, orientation: Orientation(exif.orientation))
        channelsOfFile = Int(found.channels)
        isCommon = found.is_common
        unsafe self.decoder = decoder
    }

    deinit { unsafe cjpeg_decoder_destroy(decoder) }

    /// Makes sure that the file can be stored as it is and read by every program.
    func check(_ limits: ImportLimits) throws(ScanFault) {
        if channelsOfFile == 4 { throw .file(.inks) }
        guard isCommon, channelsOfFile == 1 || channelsOfFile == 3 else { throw .file(.unusualFormat) }
        try header.check(limits)
    }

    @unsafe private static func exif(_ decoder: OpaquePointer) -> [UInt8] {
        var length = 0
        // The decoder's own bytes, copied.
        guard let start = unsafe cjpeg_decoder_exif(decoder, &length) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: start, count: length))
    }

    private static func fault(_ result: cjpeg_result) -> ImportFault {
        switch result {
        case CJPEG_TOO_LARGE: .tooComplex
        case CJPEG_UNSUPPORTED: .unusualFormat
        default: .damaged
        }
    }
}

extension JPEGImage: LineSource {
    mutating func read(_ count: Int, into band: inout [UInt8]) throws(ScanFault) {
        precondition(count * header.lineLength <= band.count)
        // The band has room for the lines asked for.
        let result = unsafe cjpeg_decoder_read(decoder, &band, count)
        guard result == CJPEG_GOOD else { throw .file(Self.fault(result)) }
    }
}
