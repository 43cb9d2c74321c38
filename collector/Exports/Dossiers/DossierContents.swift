package import Dossiers
package import Exchange
package import Registry

/// A dossier at a site as it is exported: the papers that stand, in reading order, and every statement about it.
package struct DossierContents: Sendable {
    package let code: DossierCode
    package let site: SiteID
    /// Every manifest of the dossier that the collector has, by the time it was sealed.
    package let manifests: [ManifestRecord]
    /// The papers of the manifests that stand.
    package let papers: [Paper]

    /// A paper of the dossier.
    package struct Paper: Sendable, Hashable {
        package let manifest: ContentDigest
        /// Its place in the manifest, from 0.
        package let position: Int
        package let document: Document
        /// Its name in the catalogue of procedures, else the code of its kind.
        package let name: String
    }

    /// - Parameter procedures: the catalogue, for the names of papers.
    /// - Throws: `nothingComplete` when no manifest stands: pages are still awaited.
    package init(_ record: DossierRecord, procedures: [Procedure] = []) throws(DossierExportError) {
        code = record.code
        site = record.site
        // By what the stations say, so that the order of arrival changes nothing.
        manifests = record.manifests.sorted {
            ($0.manifest.sealedAt, $0.digest) < ($1.manifest.sealedAt, $1.digest)
        }
        let standing = manifests.filter { $0.isEffective && $0.state == .complete }
        guard !standing.isEmpty else { throw .nothingComplete(record.code, record.site) }
        papers = standing.flatMap { entry in
            let procedure = procedures.first { $0.code == entry.manifest.dossier.procedure }
            return entry.manifest.documents.enumerated().map { position, document in
                let named = procedure?.papers.first { $0.type == document.type && $0.role == document.role }
                return Paper(
                    manifest: entry.digest, position: position, document: document, name: named?.name ?? document.type)
            }
        }
    }

    /// The pages in reading order.
    package var pages: [Page] { papers.flatMap(\.document.pages) }
}

extension DossierContents.Paper {
    /// The paper in a list, such as `Kết quả: Giấy khai sinh, số 57/2021`. Names nobody.
    var title: String {
        let role =
            switch document.role {
            case .component: "Thành phần"
            case .arising: "Phát sinh"
            case .result: "Kết quả"
            }
        var text = "\(role): \(name)"
        if let number = document.number { text += ", số \(number)" }
        if let reuse = document.reuse {
            text += " (dùng lại từ hồ sơ \(reuse.dossier), không có trang trong hồ sơ này)"
        }
        return text
    }
}

/// Why a dossier cannot be exported.
package enum DossierExportError: Error, Sendable, Hashable {
    case nothingComplete(DossierCode, SiteID)
    /// The page's content is missing in the store, or is not what it should be.
    case damaged(ContentDigest)
    /// The page's content cannot be put into a PDF as it is.
    case unusable(ContentDigest, reason: String)
    /// The bag is too large for a ZIP archive.
    case tooLarge(DossierCode, bytes: Int)
}

extension DossierExportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nothingComplete(let code, let site):
            "dossier \(code) at site \(site) is not complete: its pages are awaited, or it was refused; "
                + "'sohoa-collector dossier show \(code)' tells"
        case .damaged(let page):
            "the stored bytes of page \(page) are missing or damaged, nothing was exported; run 'sohoa-collector verify', "
                + "and restore it from a backup"
        case .tooLarge(let code, let bytes):
            "dossier \(code) is above \(bytes) bytes, which no ZIP archive holds; export it as a folder with 'sohoa-collector "
                + "dossier export --bag'"
        case .unusable(let page, let reason):
            "page \(page) cannot be put into a PDF as it is: \(reason); export the dossier with --bag instead"
        }
    }
}
