package import ContentStore
package import Dossiers
package import Exchange

/// What the spool refuses, and why.
package enum SpoolError: Error, Sendable {
    case notEnrolled
    case dossierNotFound(DossierCode)
    /// The dossier is sealed; it has to be opened again for further papers.
    case dossierIsSealed(DossierCode)
    /// A field of the dossier or of a paper is not acceptable.
    case unacceptable(field: String, reason: String, kind: UnacceptableKind = .field)
    case noPages(DossierCode)
    /// A paper of the dossier has no pages.
    case emptyDocument(DossierCode, type: String)
    /// The officer counted another number of sheets than was fed.
    case sheetCount(DossierCode, expected: Int, fed: Int)
    /// Of the last sheet only the front was saved.
    case halfSheet(DossierCode, sheet: Int)
    /// Less is free on the disk than scanning needs.
    case diskNearlyFull(free: Int, required: Int)
    /// The spool was written by a newer version of the program.
    case newerVersion(found: Int, known: Int)
    case submissionNotFound(ContentDigest)
    case paperNotFound(DossierCode)
    /// The paper has pages in it and cannot go.
    case paperHasPages(DossierCode)
    /// The paper is reused and takes no pages.
    case paperIsReused(DossierCode)
    case pageNotFound(DossierCode)
    /// The dossier has as many pages as one may have.
    case tooManyPages(DossierCode, limit: Int)
    /// The page is out of the dossier; it has to be brought back first.
    case pageIsOut(DossierCode)
    /// The page is in the dossier and need not be brought back.
    case pageIsIn(DossierCode)
    /// The dossier was sealed before and cannot be discarded.
    case dossierWasSealed(DossierCode)
    case officerNotFound
    /// Another officer has that account name.
    case officerExists(name: String)
    /// Without this officer nobody could manage the others.
    case lastManager
    case store(ContentStoreError)
    case database(SQLiteError)
    case key(KeyError)
    /// A stored record is not readable.
    case corrupt(String)
}

extension SpoolError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notEnrolled: "this station is not enrolled; run: sohoa-agent enroll --collector URL --token -"
        case .dossierNotFound(let code): "there is no dossier \(code) on this station; see: sohoa-agent queue list"
        case .dossierIsSealed(let code):
            "dossier \(code) is sealed; to add papers, scan with --extend, which makes a further submission; one that the "
                + "province refused is sealed anew with: sohoa-agent seal \(code) --again"
        case .unacceptable(let field, let reason, _): "\(field) \(reason)"
        case .noPages(let code): "dossier \(code) has no pages yet; scan before sealing"
        case .emptyDocument(let code, let type):
            "paper \(type) of dossier \(code) has no pages; scan it, or leave it out"
        case .sheetCount(let code, let expected, let fed):
            "dossier \(code): \(expected) sheets were expected and \(fed) fed; scan the rest, or correct the number "
                + "with --sheets \(fed)"
        case .halfSheet(let code, let sheet):
            "dossier \(code): the scan stopped between the two sides of sheet \(sheet); scan again from that sheet"
        case .diskNearlyFull(let free, let required):
            "the disk is nearly full: \(free >> 20) MiB free, \(required >> 20) MiB needed; nothing was lost. Free "
                + "some space, or let the queue be delivered, then scan again"
        case .newerVersion(let found, let known):
            "the spool is of version \(found), this program knows \(known); install the newer sohoa-agent again"
        case .submissionNotFound(let digest): "there is no submission \(digest) in the queue"
        case .paperNotFound(let code): "there is no such paper in dossier \(code); somebody may have changed it"
        case .paperHasPages(let code): "a paper of dossier \(code) that has pages stays; take the pages out first"
        case .paperIsReused(let code): "a paper of dossier \(code) that is reused takes no pages; add another paper"
        case .pageNotFound(let code): "there is no such page in dossier \(code); somebody may have changed it"
        case .tooManyPages(let code, let limit):
            "dossier \(code) has \(limit) pages, and one more is too many; seal it, and split the papers"
        case .pageIsOut(let code): "a page of dossier \(code) that was taken out has to be brought back first"
        case .pageIsIn(let code): "the page is in dossier \(code) already"
        case .dossierWasSealed(let code):
            "dossier \(code) was sealed before and cannot be discarded; correct it, and seal it again"
        case .officerNotFound: "there is no such officer on this station; see: sohoa-agent officer list"
        case .officerExists(let name): "there is an officer \(name) already; see: sohoa-agent officer list"
        case .lastManager: "this is the last active manager of the station; make another one first"
        case .store(let error): "\(error)"
        case .database(let error):
            error.isFull ? "the disk is full; free some space and try again; nothing was lost" : "\(error)"
        case .key: "the station's key file is unreadable; restore it, or run: sohoa-agent enroll --again"
        case .corrupt(let what):
            "\(what) in the spool cannot be read; delete nothing: sohoa-agent doctor says what to do, and sohoa-agent "
                + "verify what is concerned"
        }
    }
}
