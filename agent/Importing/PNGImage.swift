import CPNG
import Dossiers
import Scanning

/// The image of a PNG file, on white paper.
///
/// Safe outside: the pointer is owned, and lives as long as the value.
@safe struct PNGImage: ~Copyable {
    let header: ImageHeader
    private let decoder: OpaquePointer

    /// Reads the header of `file`, which must outlive the image.
    init(_ file: borrowing InputFile) throws(ScanFault) {
        var found = cpng_header()
        var result = CPNG_GOOD
        guard let decoder = unsafe cpng_decoder_create(file.descriptor, &found, &result) else {
            throw .file(Self.fault(result))
        }
        let (width, height) = (Int(found.width), Int(found.height))
        header = ImageHeader(
            width: width, height: height, channels: Int(found.channels),
            resolution: ImageHeader.resolution(stated: Int(found.dots_per_inch), width: width, height: height),
            colourMode: found.is_bilevel ? .bilevel : found.channels == 1 ? .grey : .colour)
        unsafe self.decoder = decoder
    }

    deinit { unsafe cpng_decoder_destroy(decoder) }

    private static func fault(_ result: cpng_result) -> ImportFault {
        result == CPNG_TOO_LARGE ? .tooComplex : .damaged
    }
}

extension PNGImage: LineSource {
    mutating func read(_ count: Int, into band: inout [UInt8]) throws(ScanFault) {
        precondition(count * header.lineLength <= band.count)
        // The band has room for the lines asked for.
        let result = unsafe cpng_decoder_read(decoder, &band, count)
        guard result == CPNG_GOOD else { throw .file(Self.fault(result)) }
    }
}
