import Dossiers
import Testing

@Suite("Codes and levels")
struct CodeTests {
    @Test(
        "A site's identity is 1 to 32 of a–z, 0–9 and hyphen, beginning with a letter or digit",
        arguments: [
            "a", "st-941", "31498", "x--", String(repeating: "a", count: 32),
        ])
    func siteIdentityIsAccepted(_ text: String) throws {
        let id = try #require(SiteID(rawValue: text))
        #expect(id.description == text)
    }

    @Test(
        "Anything else is no site's identity",
        arguments: [
            "", "-a", "St-941", "st_941", "st 941", "đ", "st\n", "a:b", String(repeating: "a", count: 33),
        ])
    func otherTextIsNoSiteIdentity(_ text: String) {
        #expect(SiteID(rawValue: text) == nil)
    }

    @Test(
        "Dossier codes of the old and the new form are kept exactly and name their day",
        arguments: [
            ("000.18.29.H51-210615-0001", "2021-06-15"), ("H15.50.05.13-261008-0975", "2026-10-08"),
            ("H51-240229-1234567", "2024-02-29"),
        ])
    func dossierCodesAreRead(_ text: String, _ day: String) throws {
        let code = try #require(DossierCode(rawValue: text))
        #expect(code.rawValue == text)
        #expect(code.receivedOn == CalendarDay(day))
    }

    @Test(
        "Dossier codes of another form are refused",
        arguments: [
            "", "H51", "H51-210615", "H51-210615-001", "H51-210615-12345678", "h51-210615-0001", "H51.-210615-0001",
            ".H51-210615-0001", "H51-21061-00001", "H51-210615-0001 ", "H51-210615-00٣1", "H51-210615-0001-1",
            String(repeating: "A", count: 40) + "-210615-0001",
        ])
    func otherDossierCodesAreRefused(_ text: String) {
        #expect(DossierCode(rawValue: text) == nil)
    }

    @Test("A dossier code whose six digits are no date is a code without a day")
    func impossibleDayOfACode() throws {
        #expect(try #require(DossierCode(rawValue: "H51-210231-0001")).receivedOn == nil)
        #expect(try #require(DossierCode(rawValue: "H51-230229-0001")).receivedOn == nil)
        #expect(try #require(DossierCode(rawValue: "H51-000000-0001")).receivedOn == nil)
    }

    @Test("Levels run from the province down and have the names of the law")
    func levels() {
        #expect([Level.commune, .province, .district].sorted() == [.province, .district, .commune])
        #expect(Level.allCases.map(\.vietnamese) == ["cấp tỉnh", "cấp huyện", "cấp xã"])
        #expect(Level.allCases.map(\.rawValue) == ["province", "district", "commune"])
    }

    @Test("A field of a record is not empty, not over its limit, and has no control characters")
    func fields() {
        #expect(isField("Nguyễn Văn An", limit: 200))
        #expect(isField(String(repeating: "ạ", count: 200), limit: 200))
        #expect(!isField("", limit: 200))
        #expect(!isField("a\tb", limit: 200))
        #expect(!isField("a\u{7F}", limit: 200))
        #expect(!isField("a\u{85}b", limit: 200))
        // Limits count scalars: a letter with its marks apart takes as many as it has.
        #expect(!isField(String(repeating: "a\u{323}", count: 101), limit: 200))
    }
}
