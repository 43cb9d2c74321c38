import Scanning
import Testing

@Suite("The choice of the paper's source")
struct SourceChoiceTests {
    /// Sources as drivers name them: epson2, brother4, canon, fujitsu, hpaio, airscan, pixma.
    @Test(
        "finds flatbed, feeder and both sides under every driver's names",
        arguments: [
            (
                ["Flatbed", "Automatic Document Feeder", "ADF Duplex"], "Flatbed", "Automatic Document Feeder",
                "ADF Duplex"
            ),
            (
                [
                    "FlatBed", "Automatic Document Feeder(left aligned)",
                    "Automatic Document Feeder(left aligned,Duplex)",
                ], "FlatBed", "Automatic Document Feeder(left aligned)",
                "Automatic Document Feeder(left aligned,Duplex)"
            ),
            (["ADF Front", "ADF Back", "ADF Duplex"], nil, "ADF Front", "ADF Duplex"),
            (["Flatbed", "ADF", "Duplex"], "Flatbed", "ADF", "Duplex"),
            (["Platen", "ADF Simplex", "ADF Duplex"], "Platen", "ADF Simplex", "ADF Duplex"),
            (["Document Table", "Automatic Document Feeder"], "Document Table", "Automatic Document Feeder", nil),
            (
                ["Normal", "ADF", "ADF Duplex - Short-Edge Binding", "ADF Duplex - Long-Edge Binding"], "Normal", "ADF",
                "ADF Duplex - Long-Edge Binding"
            ),
        ] as [([String], String?, String?, String?)])
    func names(offered: [String], flatbed: String?, feeder: String?, duplex: String?) throws {
        let options = [OptionDescription(index: 1, name: "source", kind: .text, constraint: .texts(offered))]
        for (wanted, value) in [(ScanSource.flatbed, flatbed), (.feeder, feeder), (.duplex, duplex)] {
            guard let value else {
                #expect(throws: ScanFault.noSuchSource(wanted)) { try SourceChoice(wanted, options: options) }
                continue
            }
            let choice = try SourceChoice(wanted, options: options)
            let plan = OptionPlan(ScanSettings(source: wanted), source: choice.source)
            #expect(try plan.change(for: .source, options: options, resolution: nil)?.value == .text(value))
        }
    }

    @Test("left to the scanner, is the feeder with the glass to fall back on")
    func automatic() throws {
        let both = [
            OptionDescription(
                index: 1, name: "source", kind: .text, constraint: .texts(["Flatbed", "Automatic Document Feeder"]))
        ]
        let choice = try SourceChoice(.automatic, options: both)
        #expect(choice.source == .feeder)
        #expect(choice.mayFallBackToFlatbed)
    }

    @Test("is a flatbed for a scanner that names no sources, or it would scan one page for ever")
    func unnamed() throws {
        #expect(try SourceChoice(.automatic, options: []).source == .flatbed)
        #expect(try SourceChoice(.feeder, options: []).source == .feeder)
        #expect(throws: ScanFault.noSuchSource(.duplex)) { try SourceChoice(.duplex, options: []) }
    }

    @Test("turns a switch for both sides on, where there is one beside the feeder, and off again")
    func bothSidesSwitch() throws {
        let options = [
            OptionDescription(index: 1, name: "source", kind: .text, constraint: .texts(["Flatbed", "ADF"])),
            OptionDescription(index: 2, name: "duplex", kind: .flag),
        ]
        let choice = try SourceChoice(.duplex, options: options)
        #expect(choice.source == .duplex)
        let plan = OptionPlan(ScanSettings(source: .duplex), source: choice.source)
        #expect(try plan.change(for: .source, options: options, resolution: nil)?.value == .text("ADF"))
        #expect(try plan.change(for: .bothSides, options: options, resolution: nil)?.value == .flag(true))
        let simplex = OptionPlan(ScanSettings(source: .feeder), source: .feeder)
        #expect(try simplex.change(for: .bothSides, options: options, resolution: nil)?.value == .flag(false))
    }

    @Test("understands a two-sided mode that is a list of words")
    func bothSidesWords() throws {
        let options = [
            OptionDescription(index: 1, name: "adf_mode", kind: .text, constraint: .texts(["Simplex", "Duplex"]))
        ]
        let choice = try SourceChoice(.duplex, options: options)
        let plan = OptionPlan(ScanSettings(source: .duplex), source: choice.source)
        #expect(try plan.change(for: .bothSides, options: options, resolution: nil)?.value == .text("Duplex"))
    }
}
