import Dossiers
import Exchange
import FoundationEssentials
import Scanning
import Spool

/// A dossier with its papers and pages, as `GET /api/dossiers/CODE` shows it.
struct DossierView: Encodable {
    struct Missing: Encodable {
        var type: String
        var name: String
        var role: DocumentRole
    }

    struct Event: Encodable {
        var at: Date
        var by: String
        var action: String
        var text: BilingualText
    }

    struct Paper: Encodable {
        var id: Int
        var role: DocumentRole
        var type: String
        var typeName: String?
        var number: String?
        var issuedOn: CalendarDay?
        var issuer: String?
        var authority: String
        var level: Level
        var inForce: Bool
        var sheets: Int?
        var reuse: Reuse?
        var pages: [PageRow]
    }

    struct PageRow: Encodable {
        var id: Int
        var digest: ContentDigest
        /// Running number among the pages that stay; nil of one that was taken out.
        var number: Int?
        var sheet: Int
        var width: Int
        var height: Int
        var resolution: Int
        var bytes: Int
        var rotation: Int
        var flags: [PageFlag]
        var removal: PageRemoval?
        var isKeptBlank: Bool
        var at: Date
    }

    /// What the next scan is to bring, where it does not go on with the stack.
    struct Unfinished: Encodable {
        var kind: UnfinishedScan.Place.Kind
        var page: Int?
        /// Fronts whose backs are to come, as the sheets lie.
        var pages: [Int]?
        var isForward: Bool?

        init(_ place: UnfinishedScan.Place) {
            kind = place.kind
            page = place.page
            guard kind == .backs else { return }
            pages = place.isForward ? place.fronts : place.fronts.reversed()
            isForward = place.isForward
        }
    }

    var code: DossierCode
    var procedure: String
    var procedureName: String?
    var ownerName: String
    var ownerIdentityNumber: String?
    var componentsComplete: Bool
    var openedAt: Date
    var operatorName: String
    var isOpen: Bool
    /// Sealed, and open to a further submission.
    var canExtend: Bool
    var sheetsFed: Int
    var sheetsExpected: Int?
    var isWithinSheet: Bool
    var interruption: Interruption?
    var unfinished: Unfinished?
    var papers: [Paper]
    var pages: Int
    var missing: [Missing]
    var history: [Event]
    var submissions: [SubmissionView]

    enum CodingKeys: String, CodingKey {
        case code, procedure, procedureName, ownerName, ownerIdentityNumber, componentsComplete, openedAt
        case operatorName = "operator"
        case isOpen, canExtend, sheetsFed, sheetsExpected, isWithinSheet, interruption, unfinished, papers, pages
        case missing, history, submissions
    }

    /// - Parameters:
    ///   - isScanning: it is being scanned at this moment.
    ///   - unfinished: what is still to be fed beside the stack.
    ///   - catalogue: the province's procedures, as far as they are known.
    ///   - rate: bytes a second of the link, when it is known.
    init(
        _ spooled: SpooledDossier, isScanning: Bool, unfinished left: UnfinishedScan?, history: [HistoryEntry],
        submissions: [Submission], catalogue: Catalogue, rate: Double?
    ) {
        let dossier = spooled.dossier
        code = dossier.code
        procedure = dossier.procedure
        procedureName = catalogue.procedure(dossier.procedure)?.name
        ownerName = dossier.owner.name
        ownerIdentityNumber = dossier.owner.identityNumber
        componentsComplete = dossier.componentsComplete
        openedAt = spooled.openedAt
        operatorName = spooled.operatorName
        isOpen = spooled.isOpen
        canExtend = !spooled.isOpen && !submissions.isEmpty
        sheetsFed = spooled.sheetsOfStack
        sheetsExpected = spooled.sheetsExpected
        isWithinSheet = spooled.isWithinSheet
        interruption = Interruption(spooled, isScanning: isScanning, unfinished: left)
        unfinished = left?.next(in: spooled).map(Unfinished.init)
        pages = spooled.pageCount
        missing = catalogue.missing(in: spooled).map { Missing(type: $0.type, name: $0.name, role: $0.role) }
        self.history = history.map { Event(at: $0.at, by: $0.by, action: $0.action.rawValue, text: $0.action.text) }
        self.submissions = submissions.map { SubmissionView($0, rate: rate) }
        var number = 0
        papers = spooled.papers.map { paper in
            let document = paper.document
            return Paper(
                id: paper.id, role: document.role, type: document.type,
                typeName: catalogue.paperName(document.type, in: dossier.procedure), number: document.number,
                issuedOn: document.issuedOn, issuer: document.issuer, authority: document.authority,
                level: document.level, inForce: document.inForce, sheets: paper.sheets, reuse: document.reuse,
                pages: paper.pages.map { page in
                    if page.removal == nil { number += 1 }
                    return PageRow(page, number: page.removal == nil ? number : nil)
                })
        }
    }
}

extension DossierView.PageRow {
    fileprivate init(_ spooled: SpooledPage, number: Int?) {
        let page = spooled.page
        self.init(
            id: spooled.id, digest: page.digest, number: number, sheet: spooled.sheet, width: page.width,
            height: page.height, resolution: page.resolution, bytes: page.byteLength, rotation: page.rotation ?? 0,
            flags: page.flags, removal: spooled.removal, isKeptBlank: spooled.isKeptBlank, at: page.scannedAt)
    }
}

extension Interruption {
    /// Nil when the last scan of the dossier ended well.
    ///
    /// - Parameters:
    ///   - isScanning: it is being scanned at this moment.
    ///   - unfinished: what is still to be fed beside the stack.
    init?(_ spooled: SpooledDossier, isScanning: Bool, unfinished: UnfinishedScan?) {
        guard let stored = spooled.interruption, !isScanning else { return nil }
        let sheet = spooled.sheetsOfStack + 1
        let half = spooled.isWithinSheet
        self.init(
            code: ScanEnding.code(ofStored: stored), text: ScanEnding.text(ofStored: stored),
            resume: unfinished.flatMap { $0.isOfPlace ? $0.resumeText(in: spooled) : nil }
                ?? ScanOutcome.resumeText(pages: spooled.pageCount, sheet: sheet, withinSheet: half))
    }
}
