/// What is wrong with something that is not acceptable, for whoever says it in another language.
package enum UnacceptableKind: Sendable, Hashable {
    /// The field itself: it is empty, too long, or has control characters.
    case field
    /// The dossier has no paper that pages could go to.
    case noPapers
    case tooManyPapers(limit: Int)
    case tooManyPages(limit: Int)
    case noPagesNamed
    case tooManyCorrections(limit: Int)
    /// The dossier breaks a rule of manifests; which one, the reason says.
    case brokenRule
    case tooLarge
    case codeChanged
    /// The page's own record is not acceptable.
    case badPage
    case badTurn
    /// A paper is split before its first page.
    case splitAtFirstPage
    case sheetsOutOfRange(limit: Int)
    case sheetsMissing
    /// Reuse is for components, of papers without pages of their own.
    case reuseOfOtherPaper
    case reuseUnnamed
    case reuseChanged
    /// A dossier cannot reuse a paper of its own.
    case selfReuse
    case accountName
}
