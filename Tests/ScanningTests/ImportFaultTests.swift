import Scanning
import Testing

@Suite("What officers are told of files")
struct ImportFaultTests {
    private static let all: [ImportFault] = [
        .unreadable("x"), .notAFile, .empty, .fileTooLarge(limit: 200 << 20), .unknownKind, .changing, .damaged,
        .imageTooLarge(width: 60_000, height: 60_000), .tooComplex, .pageTooLarge, .tooManyPages(limit: 500), .inks,
        .unusualFormat, .mirrored, .encrypted, .noPDFProgram, .storage("x"), .cancelled, .failed("x"),
    ]

    @Test("has sentences of its own in both languages and a code of its own, whatever is wrong")
    func ownSentences() {
        let texts = Self.all.map(\.text)
        #expect(Set(texts.map(\.vietnamese)).count == texts.count)
        #expect(Set(texts.map(\.english)).count == texts.count)
        #expect(Set(Self.all.map(\.code)).count == texts.count)
        for text in texts { #expect(text.vietnamese.hasSuffix(".") && text.english.hasSuffix(".")) }
    }

    @Test("names the limit that was passed")
    func limits() {
        #expect(ImportFault.fileTooLarge(limit: 200 << 20).text.vietnamese.contains("200 MB"))
        #expect(ImportFault.tooManyPages(limit: 500).text.vietnamese.contains("500 trang"))
        #expect(ImportFault.imageTooLarge(width: 60_000, height: 7).text.vietnamese.contains("60000 × 7"))
    }
}
