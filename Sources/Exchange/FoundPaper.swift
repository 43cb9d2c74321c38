package import Dossiers

/// A paper that is digitised already, as a lookup shows it: enough to tell whether it is the one on the desk, and to
/// name it where it is used again. It has no names of citizens.
package struct FoundPaper: Codable, Sendable, Hashable {
    package var dossier: DossierCode
    /// The office that digitised it.
    package var site: SiteID
    package var siteName: String
    package var role: DocumentRole
    /// Code of the kind of paper.
    package var type: String
    /// The number written on the paper.
    package var number: String?
    package var issuedOn: CalendarDay?
    /// Who issued it, as written.
    package var issuer: String?
    /// The day on which the dossier was sealed with it.
    package var digitisedOn: CalendarDay
    /// The manifest that states it.
    package var manifest: ContentDigest
    /// How many pages it has.
    package var pages: Int

    package init(
        dossier: DossierCode, site: SiteID, siteName: String, role: DocumentRole, type: String, number: String? = nil,
        issuedOn: CalendarDay? = nil, issuer: String? = nil, digitisedOn: CalendarDay, manifest: ContentDigest,
        pages: Int
    ) {
        self.dossier = dossier
        self.site = site
        self.siteName = siteName
        self.role = role
        self.type = type
        self.number = number
        self.issuedOn = issuedOn
        self.issuer = issuer
        self.digitisedOn = digitisedOn
        self.manifest = manifest
        self.pages = pages
    }

    /// What a dossier that uses the paper again says of it.
    package var reuse: Reuse { Reuse(dossier: dossier, site: site, manifest: manifest, digitisedOn: digitisedOn) }
}
