package import ContentStore
import Dossiers
import Exchange
package import Foundation
import Registry
package import SystemPackage

/// The forms in which a dossier is taken along as one file.
package enum DossierFile: String, Sendable, CaseIterable {
    /// PDF/A-2b with the pages that stand.
    case pdf
    /// A BagIt bag with what proves it, in a ZIP archive.
    case bag

    /// The ending of the file's name.
    package var ending: String {
        switch self {
        case .pdf: "pdf"
        case .bag: "zip"
        }
    }

    package var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .bag: "application/zip"
        }
    }

    /// What the file needs on the disk while it is made, in bytes: the bag is there as a folder and as an archive.
    package func room(for contents: DossierContents) -> Int {
        let pages = contents.manifests.flatMap(\.manifest.distinctPages).reduce(0) { $0 + $1.byteLength }
        return (self == .pdf ? 1 : 2) * pages + 1 << 20
    }

    /// Makes the file at `path`; the bag's parts stand beside it meanwhile, in `path.parts`.
    ///
    /// - Throws: `DossierExportError`.
    package func write(
        _ contents: DossierContents, of store: ContentStore, bag: (ContentStore) -> DossierBag,
        producer: String, at moment: Date, to path: FilePath
    ) throws {
        switch self {
        case .pdf: try DossierPDF(contents, store: store, producer: producer, at: moment).write(at: path)
        case .bag:
            let parts = FilePath(path.string + ".parts")
            try bag(store).write(to: parts)
            var writer = try DurableFileWriter(to: path, mode: 0o600)
            do { try Self.pack(parts, as: "ho-so-\(contents.code)", at: moment) { try writer.append($0) } } catch let
                error as ZipWriter.TooLarge
            { throw DossierExportError.tooLarge(contents.code, bytes: error.limit) }
            try writer.finish()
        }
    }

    /// Puts everything below `folder` into an archive, in a folder of that name (RFC 8493, 4).
    static func pack(
        _ folder: FilePath, as name: String, at moment: Date, limit: Int = ZipWriter.mostBytes,
        to sink: ([UInt8]) throws -> Void
    ) throws {
        try withoutActuallyEscaping(sink) { sink in
            var zip = ZipWriter(at: moment, limit: limit, sink: sink)
            for file in try FileManager.default.subpathsOfDirectory(atPath: folder.string).sorted() {
                let path = folder.appending(file)
                var isFolder = ObjCBool(false)
                _ = unsafe FileManager.default.fileExists(atPath: path.string, isDirectory: &isFolder)
                if !isFolder.boolValue { try zip.add(path, as: "\(name)/\(file)") }
            }
            try zip.finish()
        }
    }
}
