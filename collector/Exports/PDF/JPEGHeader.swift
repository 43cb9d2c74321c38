import ContentStore
import Dossiers

/// What a PDF must say of a JPEG file that it embeds (ITU-T T.81, annex B).
struct JPEGHeader: Hashable {
    let width: Int
    let height: Int
    /// 1 is grey, 3 is colour.
    let components: Int

    /// Reads the segments before the first scan.
    ///
    /// - Throws: `unusable` when the file is no JPEG that every reader of PDF knows.
    init(_ file: BlobReader, page: ContentDigest) throws {
        func fault(_ reason: String) -> DossierExportError { .unusable(page, reason: reason) }
        guard try file.read(at: 0, count: 2) == [0xFF, 0xD8] else { throw fault("it is no JPEG") }
        var offset = 2
        while true {
            let head = try file.read(at: offset, count: 4)
            guard head.count == 4, head[0] == 0xFF else { throw fault("its header is damaged") }
            // Bytes that only fill.
            if head[1] == 0xFF {
                offset += 1
                continue
            }
            let length = Int(head[2]) << 8 | Int(head[3])
            guard length >= 2, head[1] != 0xDA else { throw fault("its header is damaged") }
            if Self.isFrame(head[1]) {
                let frame = try file.read(at: offset + 4, count: 6)
                guard frame.count == 6 else { throw fault("its header is damaged") }
                // Baseline, extended and progressive with Huffman codes: the filter DCTDecode knows no others.
                guard head[1] <= 0xC2, frame[0] == 8 else { throw fault("it is a kind of JPEG that PDF does not know") }
                height = Int(frame[1]) << 8 | Int(frame[2])
                width = Int(frame[3]) << 8 | Int(frame[4])
                components = Int(frame[5])
                guard width > 0, height > 0 else { throw fault("it states no size") }
                guard components == 1 || components == 3 else { throw fault("it is neither grey nor RGB") }
                return
            }
            offset += 2 + length
        }
    }

    private static func isFrame(_ marker: UInt8) -> Bool {
        (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
    }
}
