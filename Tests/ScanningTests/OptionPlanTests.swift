import Dossiers
import Scanning
import Testing

@Suite("The plan of options")
struct OptionPlanTests {
    @Test("sets what decides about ranges first, and the corners of the area last")
    func order() {
        let extra = DriverOption(name: "df-action", value: "Stop")
        let plan = OptionPlan(ScanSettings(extraOptions: [extra]), source: .feeder)
        #expect(
            plan.steps == [
                .source, .bothSides, .mode, .depth, .resolution, .verticalResolution, .extra(extra), .pageWidth,
                .pageHeight, .left, .top, .right, .bottom,
            ])
    }

    @Test("leaves alone what is inactive, what offers one value, and what is not there")
    func leavesAlone() throws {
        let plan = OptionPlan(ScanSettings(), source: .feeder)
        let options = [
            OptionDescription(index: 1, name: "source", kind: .text, constraint: .texts(["ADF"])),
            OptionDescription(
                index: 2, name: "mode", kind: .text, constraint: .texts(["Gray", "Color"]), isUsable: false),
            OptionDescription(index: 3, name: "resolution", kind: .integer, constraint: .numbers([600])),
        ]
        for step in plan.steps {
            #expect(try plan.change(for: step, options: options, resolution: 600) == nil)
        }
    }

    @Test(
        "finds the colour modes of every driver",
        arguments: [
            (ColourMode.colour, ["Black & White", "True Gray", "24bit Color[Fast]"], "24bit Color[Fast]"),
            (.grey, ["Black & White", "Gray[Error Diffusion]", "True Gray", "24bit Color"], "True Gray"),
            (.bilevel, ["Black & White", "True Gray", "24bit Color"], "Black & White"),
            (.bilevel, ["Lineart", "Gray", "Color"], "Lineart"),
            (.colour, ["48 bits color", "Color"], "Color"),
            (.grey, ["binary", "gray", "color"], "gray"),
            (.bilevel, ["Gray", "Color"], "Gray"),
        ])
    func modes(wanted: ColourMode, offered: [String], expected: String) throws {
        let options = [OptionDescription(index: 1, name: "mode", kind: .text, constraint: .texts(offered))]
        let plan = OptionPlan(ScanSettings(colourMode: wanted), source: .flatbed)
        #expect(try plan.change(for: .mode, options: options, resolution: nil)?.value == .text(expected))
    }

    @Test("scans black and white as grey of one bit where that is how the driver does it")
    func depth() throws {
        func depth(_ mode: ColourMode, modes: [String]) throws -> OptionValue? {
            let options = [
                OptionDescription(index: 1, name: "mode", kind: .text, constraint: .texts(modes)),
                OptionDescription(index: 2, name: "depth", kind: .integer, constraint: .numbers([1, 8, 16])),
            ]
            return try OptionPlan(ScanSettings(colourMode: mode), source: .flatbed)
                .change(for: .depth, options: options, resolution: nil)?.value
        }
        #expect(try depth(.bilevel, modes: ["Gray", "Color"]) == .number(1))
        #expect(try depth(.bilevel, modes: ["Lineart", "Gray", "Color"]) == nil)
        #expect(try depth(.colour, modes: ["Gray", "Color"]) == .number(8))
    }

    @Test(
        "takes the nearest resolution, a higher one rather than a lower",
        arguments: [
            (OptionConstraint.numbers([100, 150, 300, 600]), 300.0), (.numbers([75, 150]), 150),
            (.range(50...1200), 200),
            (.range(50...150), 150), (.none, 200),
        ])
    func resolution(constraint: OptionConstraint, expected: Double) throws {
        let options = [OptionDescription(index: 1, name: "scan-resolution", kind: .integer, constraint: constraint)]
        let plan = OptionPlan(ScanSettings(resolution: 200), source: .flatbed)
        #expect(try plan.change(for: .resolution, options: options, resolution: nil)?.value == .number(expected))
    }

    @Test("gives lengths in the driver's unit, within its range")
    func lengths() throws {
        let options = [
            OptionDescription(
                index: 1, name: "br-x", kind: .integer, unit: .pixel, constraint: .range(0...100_000)),
            OptionDescription(index: 2, name: "br-y", kind: .fixed, unit: .millimetre, constraint: .range(0...290)),
        ]
        let plan = OptionPlan(ScanSettings(), source: .flatbed)
        #expect(try plan.change(for: .right, options: options, resolution: 300)?.value == .number(2480))
        #expect(try plan.change(for: .right, options: options, resolution: nil) == nil)
        #expect(try plan.change(for: .bottom, options: options, resolution: 300)?.value == .number(290))
    }

    @Test("refuses an extra option that is not there or takes no such value, by name")
    func extras() throws {
        let options = [
            OptionDescription(index: 1, name: "swdeskew", kind: .flag),
            OptionDescription(index: 2, name: "swskip", kind: .fixed, constraint: .range(0...100)),
            OptionDescription(index: 3, name: "df-action", kind: .text, constraint: .texts(["Default", "Stop"])),
        ]
        let plan = OptionPlan(ScanSettings(), source: .feeder)
        func value(_ name: String, _ value: String) throws -> OptionValue? {
            let step = OptionPlan.Step.extra(DriverOption(name: name, value: value))
            return try plan.change(for: step, options: options, resolution: nil)?.value
        }
        #expect(try value("swdeskew", "yes") == .flag(true))
        #expect(try value("swskip", "12.5") == .number(12.5))
        #expect(try value("df-action", "Stop") == .text("Stop"))
        #expect(throws: ScanFault.optionRefused("swdeskew")) { try value("swdeskew", "maybe") }
        #expect(throws: ScanFault.optionRefused("swcrop")) { try value("swcrop", "yes") }
    }
}
