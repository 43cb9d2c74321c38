package import ContentStore
import Crypto
import Dossiers
import Exchange
package import Foundation
import Registry
package import SystemPackage

/// A dossier as one PDF/A-2b file: every page's JPEG as it is stored, byte by byte.
///
/// A page at a time is open, and of it no more than a piece is in memory.
package struct DossierPDF {
    private let contents: DossierContents
    private let store: ContentStore
    private let metadata: PDFMetadata

    /// - Parameters:
    ///   - producer: the name and version of this program.
    ///   - now: the moment of the export.
    package init(_ contents: DossierContents, store: ContentStore, producer: String, at now: Date) {
        self.contents = contents
        self.store = store
        metadata = PDFMetadata(
            title: "Hồ sơ \(contents.code)", identifier: contents.code.rawValue,
            manifests: contents.manifests.filter(\.isEffective).map(\.digest), producer: producer, moment: now)
    }

    // Numbers of objects: those of the whole, then three for each page, then the bookmarks.
    private static let (catalog, pageTree, packet, profile, information, outline) = (1, 2, 3, 4, 5, 6)
    private static let firstPage = 7

    /// Gives the file's bytes to `sink`, piece by piece.
    ///
    /// - Throws: `DossierExportError` when a page is damaged or no JPEG: what `sink` has got is to be thrown away then.
    package func write(to sink: ([UInt8]) throws -> Void) throws {
        try withoutActuallyEscaping(sink) { try write(escaping: $0) }
    }

    /// Writes the file at `path`, whole or not at all. Papers of citizens: for this account alone.
    package func write(at path: FilePath) throws {
        var writer = try DurableFileWriter(to: path, mode: 0o600)
        try write(to: { try writer.append($0) })
        try writer.finish()
    }

    private func write(escaping sink: @escaping ([UInt8]) throws -> Void) throws {
        let pages = contents.pages
        let firstBookmark = Self.firstPage + 3 * pages.count
        var pdf = try PDFWriter(objects: firstBookmark - 1 + contents.papers.count, sink: sink)
        try pdf.object(
            Self.catalog,
            "<< /Type /Catalog /Pages \(Self.pageTree) 0 R /Metadata \(Self.packet) 0 R /Outlines \(Self.outline) 0 R "
                + "/PageMode /UseOutlines /Lang (vi) /ViewerPreferences << /DisplayDocTitle true >> /OutputIntents "
                + "[<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1) "
                + "/DestOutputProfile \(Self.profile) 0 R >>] >>")
        let kids = pages.indices.map { "\(Self.firstPage + 3 * $0) 0 R" }.joined(separator: " ")
        try pdf.object(Self.pageTree, "<< /Type /Pages /Count \(pages.count) /Kids [\(kids)] >>")
        // Metadata must be readable without decoding the file.
        try pdf.stream(Self.packet, "/Type /Metadata /Subtype /XML", metadata.packet)
        try pdf.stream(Self.profile, "/N 3", PackageResources.srgb_icc)
        try pdf.object(Self.information, metadata.information)
        try writeBookmarks(from: firstBookmark, to: &pdf)
        for (index, page) in pages.enumerated() { try write(page, at: Self.firstPage + 3 * index, to: &pdf) }
        try pdf.finish(root: Self.catalog, info: Self.information, identity: identity)
    }

    /// Of what the file is made: two exports of the same statements at the same second are the same file.
    private var identity: String {
        let text = metadata.manifests.map(\.rawValue).joined() + "\(metadata.moment.timeIntervalSince1970)"
        return String(ContentDigest(sha256Of: Data(text.utf8)).rawValue.prefix(32))
    }

    private func write(_ page: Page, at number: Int, to pdf: inout PDFWriter) throws {
        guard store.contains(page.digest) else { throw DossierExportError.damaged(page.digest) }
        let reader = try BlobReader(store: store, digest: page.digest)
        let image = try JPEGHeader(reader, page: page.digest)
        let size = PageSize(image, resolution: page.resolution)
        let rotation = page.rotation.map { " /Rotate \($0)" } ?? ""
        try pdf.object(
            number,
            "<< /Type /Page /Parent \(Self.pageTree) 0 R /MediaBox [0 0 \(size.width) \(size.height)]\(rotation) "
                + "/Resources << /XObject << /P \(number + 2) 0 R >> >> /Contents \(number + 1) 0 R >>")
        try pdf.stream(number + 1, "", Array("q \(size.width) 0 0 \(size.height) 0 0 cm /P Do Q".utf8))
        let entries =
            "/Type /XObject /Subtype /Image /Width \(image.width) /Height \(image.height) /BitsPerComponent 8 "
            + "/ColorSpace /\(image.components == 1 ? "DeviceGray" : "DeviceRGB") /Filter /DCTDecode"
        try pdf.stream(number + 2, entries, length: reader.byteLength) { sink in
            try reader.forEachPiece(of: page.digest) { try sink($0) }
        }
    }

    /// A bookmark for each paper. One that is reused has no page to go to.
    private func writeBookmarks(from first: Int, to pdf: inout PDFWriter) throws {
        let papers = contents.papers
        let last = first + papers.count - 1
        try pdf.object(
            Self.outline, "<< /Type /Outlines /First \(first) 0 R /Last \(last) 0 R /Count \(papers.count) >>")
        var page = 0
        for (index, paper) in papers.enumerated() {
            let number = first + index
            var entries = "/Title \(PDFText.string("\(index + 1). \(paper.title)")) /Parent \(Self.outline) 0 R"
            if number > first { entries += " /Prev \(number - 1) 0 R" }
            if number < last { entries += " /Next \(number + 1) 0 R" }
            if !paper.document.pages.isEmpty { entries += " /Dest [\(Self.firstPage + 3 * page) 0 R /Fit]" }
            try pdf.object(number, "<< \(entries) >>")
            page += paper.document.pages.count
        }
    }
}

/// How large a page is, in points.
private struct PageSize {
    let width: String
    let height: String

    /// The size of the paper that was scanned, at most what a page can be (ISO 32000-1, annex C: 3 to 14,400 points).
    init(_ image: JPEGHeader, resolution: Int) {
        func hundredths(_ pixels: Int) -> Int { (pixels * 7200 + resolution / 2) / resolution }
        let (across, down) = (hundredths(image.width), hundredths(image.height))
        let longer = max(across, down, 1_440_000)
        width = PDFText.points(max(300, across * 1_440_000 / longer))
        height = PDFText.points(max(300, down * 1_440_000 / longer))
    }
}

extension BlobReader {
    /// Gives the file piece by piece.
    ///
    /// - Throws: `damaged` after the last piece when the bytes are not those that `digest` names.
    func forEachPiece(of digest: ContentDigest, _ body: ([UInt8]) throws -> Void) throws {
        var hash = SHA256()
        var offset = 0
        while offset < byteLength {
            let bytes = try read(at: offset, count: min(1 << 18, byteLength - offset))
            guard !bytes.isEmpty else { throw DossierExportError.damaged(digest) }
            hash.update(data: bytes)
            try body(bytes)
            offset += bytes.count
        }
        guard ContentDigest(bytes: hash.finalize()) == digest else { throw DossierExportError.damaged(digest) }
    }
}
