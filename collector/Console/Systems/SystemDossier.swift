import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// An open dossier as systems get it. The identity number is masked: in full it stands in the signed submission alone.
struct SystemDossier: Encodable {
    private let code: DossierCode
    private let site: SiteID
    private let isDigitised: Bool
    private let procedure: String?
    private let owner: Owner?
    /// Those that stand.
    private let papers: [Paper]
    /// In the order in which the collector got them.
    private let submissions: [SystemSubmission]
    /// The dossiers that use papers of this one instead of scans of their own.
    private let reusedBy: [Place]

    private struct Place: Encodable {
        let dossier: DossierCode
        let site: SiteID
    }

    /// What the manifest says of the paper, and which submission that is.
    private struct Paper: Encodable {
        let submission: ContentDigest
        let document: Document

        func encode(to encoder: any Encoder) throws {
            try document.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(submission, forKey: .submission)
        }

        private enum Key: CodingKey { case submission }
    }

    init(_ record: DossierRecord, reusedBy: [DossierReuse]) {
        let standing = record.manifests.filter(\.isEffective)
        // While nothing is complete there is still what was announced; its pages are not there yet.
        let last = (standing.last ?? record.manifests.last { $0.state == .announced })?.manifest.dossier
        (code, site, isDigitised) = (record.code, record.site, record.isDigitised)
        procedure = last?.procedure
        owner = last.map { last in
            Owner(name: last.owner.name, identityNumber: last.owner.identityNumber.map(MaskedNumber.text))
        }
        papers = standing.flatMap { record in
            record.manifest.documents.map { Paper(submission: record.digest, document: $0) }
        }
        submissions = record.manifests.map { SystemSubmission($0) }
        self.reusedBy = reusedBy.map { Place(dossier: $0.dossier, site: $0.site) }
    }
}
