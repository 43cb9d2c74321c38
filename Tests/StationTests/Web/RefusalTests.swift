import ContentStore
import Dossiers
import Scanning
import Spool
import Station
import SystemPackage
import Testing

@Suite("What officers are told when something is refused")
struct RefusalTests {
    private static let code = DossierCode(rawValue: "H51.18-210615-0001")!
    private static let digest = ContentDigest(rawValue: String(repeating: "a", count: 64))!

    private static let errors: [SpoolError] = [
        .notEnrolled, .dossierNotFound(code), .dossierIsSealed(code), .unacceptable(field: "owner", reason: "is empty"),
        .noPages(code), .emptyDocument(code, type: "to-khai"), .sheetCount(code, expected: 3, fed: 2),
        .halfSheet(code, sheet: 2), .diskNearlyFull(free: 1 << 20, required: 1 << 30),
        .newerVersion(found: 9, known: 5), .submissionNotFound(digest), .paperNotFound(code), .paperHasPages(code),
        .paperIsReused(code), .pageNotFound(code), .tooManyPages(code, limit: 2000), .pageIsOut(code), .pageIsIn(code),
        .dossierWasSealed(code), .officerNotFound, .officerExists(name: "lan.tt"), .lastManager,
        .store(.missing(digest)), .store(.system(.noSpace, operation: "write", path: "pages")),
    ]

    @Test("Every refusal of the spool says in Vietnamese what to do next, and each in its own words")
    func nextSteps() {
        let texts = Self.errors.map { StationRefusal(any: $0).text }
        for text in texts {
            #expect(text.vietnamese.lowercased().contains("hãy"), "\(text.vietnamese)")
            #expect(text.vietnamese.hasSuffix(".") && text.vietnamese.first?.isUppercase == true, "\(text.vietnamese)")
        }
        #expect(Set(texts.map(\.vietnamese)).count == texts.count)
    }

    @Test("Faults of scans and files say in Vietnamese what to do next")
    func faults() {
        let faults: [ScanFault] =
            [
                .noScanner, .noSuchSource(.duplex), .optionRefused("mode"), .unusableImage, .storage("x"),
                .diskNearlyFull(free: 1, required: 2), .placeGone, .dossierGone, .dossierFull, .protocolBroken("x"),
            ]
            + ScannerStatus.allCases.filter { $0 != .good && $0 != .cancelled }.map { .scanner($0) }
        for text in faults.map(\.text) { #expect(text.vietnamese.contains("ãy "), "\(text.vietnamese)") }
        #expect(Set(faults.map(\.text.vietnamese)).count == faults.count)
    }

    @Test("Sheets too many are to be taken out, sheets too few to be scanned")
    func sheets() {
        func text(_ fed: Int) -> String {
            StationRefusal(any: SpoolError.sheetCount(Self.code, expected: 3, fed: fed)).text.vietnamese
        }
        #expect(text(2).contains("quét tiếp") && !text(2).contains("xóa"))
        #expect(text(4).contains("xóa tờ quét thừa") && !text(4).contains("quét tiếp"))
    }

    @Test("A disk that is full is called so, not a fault that nobody can tell")
    func fullDisk() {
        let refusal = StationRefusal(any: SpoolError.store(.system(.noSpace, operation: "write", path: "pages")))
        #expect(refusal.code == "disk_full")
        #expect(refusal.text.vietnamese.contains("đã đầy"))
    }
}
