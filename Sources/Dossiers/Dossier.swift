/// What is known of a dossier (hồ sơ) beside its papers.
package struct Dossier: Codable, Sendable, Hashable {
    package var code: DossierCode
    /// Code of the administrative procedure (thủ tục hành chính): opaque, kept exactly as given.
    package var procedure: String
    package var owner: Owner
    /// The officer's statement that every compulsory component has been digitised.
    package var componentsComplete: Bool

    package init(code: DossierCode, procedure: String, owner: Owner, componentsComplete: Bool) {
        self.code = code
        self.procedure = procedure
        self.owner = owner
        self.componentsComplete = componentsComplete
    }
}

/// The person or organisation a dossier belongs to (chủ hồ sơ). Personal data: never in logs, names or addresses.
package struct Owner: Codable, Sendable, Hashable {
    package var name: String
    /// Identity number (CCCD, CMND, passport or tax code), as given.
    package var identityNumber: String?

    package init(name: String, identityNumber: String? = nil) {
        self.name = name
        self.identityNumber = identityNumber
    }
}
