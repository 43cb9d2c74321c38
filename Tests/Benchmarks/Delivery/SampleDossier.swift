import Dossiers
import Exchange
import FoundationEssentials
import TestSupport

/// A dossier of five pages of 150 kB that cannot be compressed, the same in every run.
struct SampleDossier: Sendable {
    /// Pages and bytes of a page.
    static let pageCount = 5
    static let pageLength = 150_000

    let code: String
    let pages: [(page: Page, bytes: Data)]

    /// - Parameter number: what distinguishes it from all others, from 1 to 1,000,000.
    init(_ number: Int) {
        // Seven digits, as codes may have at most.
        code = "H51.18-210615-\(1_000_000 + number)"
        pages = (0..<Self.pageCount).map { index in
            let bytes = SampleContent.bytes(UInt64(number * Self.pageCount + index), count: Self.pageLength)
            return (SampleContent.page(bytes), Data(bytes))
        }
    }

    /// Two components and a result.
    var documents: [Document] {
        let pages = pages.map(\.page)
        return [
            Document(role: .component, type: "CCCD", authority: "st-31498", level: .commune, pages: [pages[0]]),
            Document(
                role: .component, type: "TKKS", authority: "st-31498", level: .commune, pages: Array(pages[1...2])),
            Document(
                role: .result, type: "GKS", number: code, authority: "st-31498", level: .commune,
                pages: Array(pages[3...])),
        ]
    }
}
