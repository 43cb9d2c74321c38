import Station
import Testing

@Suite("A PIN")
struct PINHashTests {
    @Test("is taken when it is 4 to 12 digits that neither repeat one nor count")
    func rules() {
        for pin in ["1357", "0000001", "123455", "1212", "90210", "135792468013", "0912", "9876543211"] {
            #expect(PINHash.weakness(of: pin) == nil, "\(pin)")
        }
        for pin in ["", "135", "1357924680135", "13a7", "13 57", "１３５７", "-1357", "13\n57", "1357\u{301}"] {
            #expect(PINHash.weakness(of: pin) == .form, "\(pin)")
        }
        for pin in ["0000", "777777", "999999999999"] { #expect(PINHash.weakness(of: pin) == .oneDigit, "\(pin)") }
        for pin in ["1234", "0123456789", "4321", "9876", "7890", "890123", "3210"] {
            #expect(PINHash.weakness(of: pin) == .run, "\(pin)")
        }
        #expect(throws: PINHash.Weakness.run) { try PINHash.make("1234") }
    }

    @Test("is known again by its hash and no other is, and two hashes of one PIN differ")
    func hashes() throws {
        let (first, second) = (try PINHash.make("1357"), try PINHash.make("1357"))
        #expect(first != second)
        #expect(PINHash.verifies("1357", against: first))
        #expect(PINHash.verifies("1357", against: second))
        for pin in ["1358", "13570", "135", ""] { #expect(!PINHash.verifies(pin, against: first), "\(pin)") }
        #expect(first.hasPrefix("pbkdf2-sha256$200000$"))
    }

    // Made with Python's `hashlib.pbkdf2_hmac("sha256", pin, salt, rounds, 32)`.
    private static let slow =
        "pbkdf2-sha256$200000$AAECAwQFBgcICQoLDA0ODw=="
        + "$N8/zG2rSKwN+J2QIc55nAqsag+ypkk/vSF4QibPDzi0="
    private static let quick =
        "pbkdf2-sha256$1000$EBESExQVFhcYGRobHB0eHw=="
        + "$Lgo2NRZTZMnc37v4wgmnUVtbkVxKs1WFxblasBobk7s="

    @Test("has the hash that another program gives it")
    func outsider() {
        #expect(PINHash.verifies("2468", against: Self.slow))
        #expect(PINHash.verifies("0912", against: Self.quick))
        #expect(!PINHash.verifies("0913", against: Self.quick))
    }

    @Test("verifies against nothing that is not a hash")
    func strangeHashes() {
        let good = Self.quick.split(separator: "$").map(String.init)
        #expect(PINHash.verifies("0912", against: good.joined(separator: "$")))
        for strange in [
            "", "$$$", "0912", "md5$\(good[1])$\(good[2])$\(good[3])", "\(good[0])$0$\(good[2])$\(good[3])",
            "\(good[0])$-1$\(good[2])$\(good[3])", "\(good[0])$99999999999$\(good[2])$\(good[3])",
            "\(good[0])$\(good[1])$\(good[2])$", "\(good[0])$\(good[1])$\(good[2])$AAAA",
            "\(good[0])$\(good[1])$?$\(good[3])", Self.quick + "$",
        ] { #expect(!PINHash.verifies("0912", against: strange), "\(strange)") }
    }
}
