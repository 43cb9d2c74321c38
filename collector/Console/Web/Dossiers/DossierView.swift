import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// An open dossier, all that is known of it.
struct DossierView: Sendable {
    struct PageImage: Sendable {
        let path: String
        let number: Int
        let alt: String
        /// `turn-90`, `turn-180` or `turn-270`.
        let turn: String?
        let about: String
        let flags: [String]
    }

    struct Paper: Sendable {
        let name: String
        let role: String
        let facts: String
        let inForce: Bool
        let pages: [PageImage]
        /// Where the paper is, when it is reused.
        let reuse: Link?
    }

    struct Link: Sendable {
        let text: String
        /// Nil where the visitor's reach ends.
        let path: String?
    }

    struct Submission: Sendable {
        let number: Int
        let sealed: String
        let by: String
        let station: String
        let digest: String
        let state: String
        let kind: String
        let receipt: String?
        let corrections: [String]
    }

    let csrf: String
    let code: String
    let path: String
    let owner: String
    let identityNumber: String?
    let procedure: String
    let site: String
    let state: String
    let kind: String
    let reason: String
    let papers: [Paper]
    let submissions: [Submission]
    let reuses: [Link]

    init(
        _ record: DossierRecord, _ opening: Opening, names: CatalogueNames, sites: SiteRecords, reuses: [DossierReuse],
        reach: Access.Reach, csrf: String, language: Language
    ) {
        self.csrf = csrf
        let standing = record.manifests.filter(\.isEffective)
        // While nothing is complete there is still what was announced.
        let shown = standing.isEmpty ? Array(record.manifests.suffix(1)) : standing
        let last = shown.last?.manifest
        code = record.code.rawValue
        path = DossierPages.path(of: record.code, at: record.site)
        owner = last?.dossier.owner.name ?? ""
        identityNumber = last?.dossier.owner.identityNumber.map(MaskedNumber.text)
        procedure = last.map { names.procedure($0.dossier.procedure) } ?? ""
        site = Self.name(of: record.site, sites)
        (state, kind) = Self.state(of: record, language)
        reason = opening.reason
        let path = path
        papers = shown.flatMap { shown in
            shown.manifest.documents.map { document in
                Paper(
                    document, in: shown.manifest.dossier.procedure, path: path, hasPages: shown.state == .complete,
                    names, sites, reach, language)
            }
        }
        submissions = record.manifests.enumerated().map { Submission($0.offset + 1, $0.element, language) }
        self.reuses = reuses.map { reuse in
            Link(
                text: "\(reuse.dossier.rawValue), \(Self.name(of: reuse.site, sites))",
                path: reach.covers(.offices([reuse.site])) ? DossierPages.path(of: reuse.dossier, at: reuse.site) : nil)
        }
    }

    /// What became of it, and the colour of that.
    static func state(of record: DossierRecord, _ language: Language) -> (String, String) {
        if record.isDigitised { return (Texts.stateDigitised(language), "good") }
        if record.manifests.contains(where: { $0.state == .announced }) {
            return (Texts.stateAwaited(language), "wait")
        }
        if record.manifests.allSatisfy({ $0.state == .refused }) { return (Texts.stateRefused(language), "bad") }
        return (Texts.statePartial(language), "wait")
    }

    static func name(of site: SiteID, _ sites: SiteRecords) -> String {
        guard let fact = sites.facts[site]?.last else { return site.rawValue }
        return fact.pageName(under: fact.parent.flatMap { sites.facts[$0]?.last })
    }
}

extension DossierView.Paper {
    fileprivate init(
        _ document: Document, in procedure: String, path: String, hasPages: Bool, _ names: CatalogueNames,
        _ sites: SiteRecords,
        _ reach: Access.Reach, _ language: Language
    ) {
        name = names.paper(document.type, in: procedure)
        role = Texts.role(document.role)(language)
        let authority =
            SiteID(rawValue: document.authority).map { DossierView.name(of: $0, sites) } ?? document.authority
        facts = [
            document.number.map { Texts.numbered($0)(language) },
            document.issuedOn.map { Texts.issuedOn($0)(language) }, document.issuer,
            Texts.competent(authority)(language),
        ].compactMap { $0 }.joined(separator: " · ")
        inForce = document.inForce
        let title = name
        pages =
            hasPages
            ? document.pages.enumerated().map {
                DossierView.PageImage($0.element, number: $0.offset + 1, path: path, title: title, language)
            } : []
        reuse = document.reuse.map { reuse in
            DossierView.Link(
                text: Texts.reusedFrom(
                    reuse.dossier, DossierView.name(of: reuse.site, sites), on: reuse.digitisedOn)(language),
                path: reach.covers(.offices([reuse.site])) ? DossierPages.path(of: reuse.dossier, at: reuse.site) : nil)
        }
    }
}

extension DossierView.PageImage {
    fileprivate init(_ page: Page, number: Int, path: String, title: String, _ language: Language) {
        self.path = "\(path)/pages/\(page.digest.rawValue)"
        self.number = number
        alt = Texts.pageOf(title, number)(language)
        turn = page.rotation.map { "turn-\($0)" }
        about =
            "\(page.width) × \(page.height) · \(page.resolution) dpi · \(Texts.count((page.byteLength + 512) / 1024, language)) KB"
        flags = page.flags.map { Texts.flag($0)(language) }
    }
}

extension DossierView.Submission {
    fileprivate init(_ number: Int, _ record: ManifestRecord, _ language: Language) {
        self.number = number
        let manifest = record.manifest
        sealed = VietnamTime.exactText(manifest.sealedAt)
        by = manifest.operatorName
        station = "\(manifest.station) · \(manifest.sequence)"
        digest = record.digest.rawValue
        (state, kind) =
            switch record.state {
            case .announced: (Texts.stateAwaited(language), "wait")
            case .refused: (Texts.stateRefused(language), "bad")
            case .complete where record.isEffective: (Texts.stands(language), "good")
            case .complete: (Texts.superseded(language), "")
            }
        receipt = record.receipt.map { receipt in
            Texts.receipt(receipt.number, at: VietnamTime.exactText(receipt.issuedAt))(language)
                + (receipt.refusal.map { ": \($0.detail)" } ?? "")
        }
        corrections = manifest.corrections.map { correction in
            [
                VietnamTime.text(correction.at), correction.by, Texts.correction(correction.action)(language),
                correction.page.map { "\(Texts.page(language)) \($0.rawValue.prefix(8))" }, correction.detail,
            ].compactMap { $0 }.joined(separator: " · ")
        }
    }
}
