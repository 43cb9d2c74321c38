import Dossiers
import Exchange
import Foundation
import Testing

@Suite struct ContentDigestTests {
    @Test func `SHA-256 of a text is the published one`() {
        // FIPS 180-2, appendix B.1.
        #expect(
            ContentDigest(sha256Of: Data("abc".utf8)).rawValue
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `The digest of what a manifest says is the same in any process`() {
        #expect(Vectors.manifest.contentDigest.rawValue == Vectors.text("manifest.content-sha256"))
    }

    @Test func `What a sealing adds does not change the digest of the content`() {
        var again = Vectors.manifest
        again.station = StationID()
        again.sequence = 77
        again.previous = nil
        again.operatorName = "someone else"
        again.sealedAt = Date(timeIntervalSince1970: 2_000_000_000)
        again.clockCorrection = 12
        again.supersedes = []
        again.sheetsExpected = nil
        #expect(again.contentDigest == Vectors.manifest.contentDigest)
    }

    @Test("Whatever else changes, changes the digest of the content", arguments: changes)
    func differs(change: ManifestChange) {
        var manifest = Vectors.manifest
        change.apply(&manifest)
        #expect(manifest.contentDigest != Vectors.manifest.contentDigest)
    }

    @Test func `Distinct pages are named once, in order of first appearance`() {
        let pages = Vectors.manifest.distinctPages
        #expect(pages.map(\.byteLength) == [10, 22, 6])
        #expect(Vectors.manifest.pages.count == 4)
        #expect(pages[0].flags == [], "the first naming of a page counts")
    }

    static let changes: [ManifestChange] = [
        ManifestChange("site", breaks: nil) { $0.site = SiteID(rawValue: "xa-khac")! },
        ManifestChange("code", breaks: nil) { $0.dossier.code = DossierCode(rawValue: "000.18.29.H51-210615-0002")! },
        ManifestChange("procedure", breaks: nil) { $0.dossier.procedure = "2" },
        ManifestChange("complete", breaks: nil) { $0.dossier.componentsComplete = false },
        ManifestChange("identity number", breaks: nil) { $0.dossier.owner.identityNumber = nil },
        ManifestChange("role", breaks: nil) { $0.documents[0].role = .arising },
        ManifestChange("number", breaks: nil) { $0.documents[1].number = "13/2021" },
        ManifestChange("day", breaks: nil) { $0.documents[1].issuedOn = nil },
        ManifestChange("in force", breaks: nil) { $0.documents[1].inForce = true },
        ManifestChange("level", breaks: nil) { $0.documents[1].level = .district },
        ManifestChange("order of documents", breaks: nil) { $0.documents.reverse() },
        ManifestChange("order of pages", breaks: nil) { $0.documents[0].pages.swapAt(0, 1) },
        ManifestChange("a page less", breaks: nil) { $0.documents[0].pages.removeLast() },
        ManifestChange("a page's bytes", breaks: nil) {
            $0.documents[0].pages[1].digest = ContentDigest(sha256Of: Data("other".utf8))
        },
        ManifestChange("a page's time", breaks: nil) { $0.documents[0].pages[1].scannedAt += 1 },
        ManifestChange("a page's flags", breaks: nil) { $0.documents[0].pages[1].flags = [] },
    ]
}
