import Scanning
import Testing

@Suite("A scanner that was chosen")
struct ScannerSelectionTests {
    private let present = [
        ScannerIdentity(name: "fujitsu:fi-7160:1234", vendor: "FUJITSU", model: "fi-7160", type: "scanner"),
        ScannerIdentity(name: "fujitsu:fi-7160:5678", vendor: "FUJITSU", model: "fi-7160", type: "scanner"),
        ScannerIdentity(name: "epson2:libusb:001:003", vendor: "Epson", model: "DS-530", type: "flatbed scanner"),
    ]

    @Test("is found by its name")
    func byName() {
        #expect(ScannerSelection(name: "fujitsu:fi-7160:5678").match(among: present) == present[1])
    }

    @Test("is found by vendor and model when the name changed with the USB address")
    func afterReplug() {
        let wanted = ScannerSelection(name: "epson2:libusb:001:002", vendor: "Epson", model: "DS-530")
        #expect(wanted.match(among: present) == present[2])
    }

    @Test("is told from its twin by the serial number")
    func bySerial() {
        #expect(
            ScannerSelection(vendor: "FUJITSU", model: "fi-7160", serial: "5678").match(among: present) == present[1])
        #expect(ScannerSelection(vendor: "FUJITSU", serial: "9999").match(among: present) == nil)
    }

    @Test("is not replaced by another when only its name is known")
    func nameOnly() {
        #expect(ScannerSelection(name: "epson2:libusb:001:002").match(among: present) == nil)
    }

    @Test("may be any when none was chosen")
    func any() {
        #expect(ScannerSelection().match(among: present) == present[0])
        #expect(ScannerSelection().match(among: []) == nil)
    }
}
