import Scanning
import Testing

@testable import Station

@Suite("Why a scan stopped short, as a dossier remembers it")
struct StoredEndingTests {
    private static let endings: [ScanEnding] =
        [
            .cancelled, .repeatedPage, .hang, .crash(0), .fault(.noScanner), .fault(.noSuchSource(.duplex)),
            .fault(.optionRefused("resolution")), .fault(.unusableImage), .fault(.storage("No space: 3/4 left")),
            .fault(.diskNearlyFull(free: 100 << 20, required: 512 << 20)), .fault(.placeGone), .fault(.dossierGone),
            .fault(.dossierFull), .fault(.protocolBroken("exit 9")),
        ] + ScannerStatus.allCases.map { .fault(.scanner($0)) }

    @Test("gives the same words after a restart as when it happened", arguments: endings)
    func sameWords(ending: ScanEnding) {
        #expect(ScanEnding.text(ofStored: ending.stored) == ending.text)
        #expect(ScanEnding.code(ofStored: ending.stored) == ending.code)
    }

    @Test("of a former version, without its details, gives words all the same")
    func formerVersion() {
        for code in ["storage", "option_refused", "no_such_source", "protocol_broken", "disk_nearly_full:x", "strange"]
        {
            #expect(ScanEnding.text(ofStored: code).vietnamese.hasPrefix("Lần quét trước dừng giữa chừng"))
        }
    }
}
