/// Where a paper is that is reused instead of scanned: the province has it from an earlier dossier.
package struct Reuse: Codable, Sendable, Hashable {
    /// The dossier that has the paper's pages.
    package var dossier: DossierCode
    /// The office that digitised it.
    package var site: SiteID
    /// The manifest that states the paper with its pages.
    package var manifest: ContentDigest
    package var digitisedOn: CalendarDay

    package init(dossier: DossierCode, site: SiteID, manifest: ContentDigest, digitisedOn: CalendarDay) {
        self.dossier = dossier
        self.site = site
        self.manifest = manifest
        self.digitisedOn = digitisedOn
    }
}
