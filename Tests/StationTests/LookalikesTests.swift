import Spool
import TestSupport
import Testing

@testable import Station

/// How long a citizen waits for pages to be compared.
@Suite(.timeLimit(.minutes(2)))
struct LookalikesTests {
    @Test("When patience is over, what was found is told, and the next call goes on from there")
    func patience() async throws {
        let files = try SamplePages.files()
        try await withOfficeBench(pages: VirtualStack([.file(files[2]), .file(files[5]), .file(files[6])])) { bench in
            let browser = try await bench.browser(of: bench.officer)
            try await bench.scan(browser, ["paper": try await bench.openDossier(browser)])
            let dossier = try #require(try await bench.spool.dossier(OfficeBench.dossierCode))
            let whole = await Lookalikes(previews: bench.spool.previews).pairs(in: dossier)
            #expect(whole.count == 1)
            // The second page is compared with the first, and that is too long already.
            let hurried = Lookalikes(previews: bench.spool.previews, patience: .zero)
            #expect(await hurried.pairs(in: dossier) == [])
            #expect(await hurried.pairs(in: dossier) == whole)
        }
    }
}
