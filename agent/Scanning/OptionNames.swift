/// What drivers call the options and values that are looked for. Compared without regard to case.
///
/// Drivers translate values after the process's locale; the worker runs in the C locale, so these are English.
enum OptionNames {
    static let source = ["source", "doc-source"]
    static let mode = ["mode", "scanmode"]
    static let depth = ["depth", "bit-depth"]
    static let resolution = ["resolution", "scan-resolution", "x-resolution"]
    static let verticalResolution = ["y-resolution"]
    static let bothSides = ["duplex", "scan-both-sides", "adf-mode", "adf_mode"]
    static let pageWidth = ["page-width"]
    static let pageHeight = ["page-height"]

    /// Values of the source. Whole words first; what no driver was known to say is looked for by fragment.
    static let flatbed = ValueNames(
        whole: ["flatbed", "fb", "document table", "platen", "normal"],
        fragments: ["flatbed", "platen", "document table", "glass"])
    static let feeder = ValueNames(
        whole: [
            "automatic document feeder", "adf", "adf front", "adf simplex", "automatic document feeder(left aligned)",
            "automatic document feeder(centrally aligned)", "automatic document feeder (left aligned)",
            "automatic document feeder (center aligned)", "automatic document feeder (centrally aligned)", "feeder",
        ],
        fragments: ["adf", "feeder"], excluded: ["duplex", "back", "both", "2-sided"])
    static let duplex = ValueNames(
        whole: [
            "adf duplex", "duplex adf", "duplex", "automatic document feeder(left aligned,duplex)",
            "automatic document feeder(centrally aligned,duplex)", "adf duplex - long-edge binding",
            "2-sided (binding on long edge)",
        ],
        fragments: ["duplex", "both sides", "2-sided"], excluded: ["short"])

    /// Values of a two-sided option that is a list of words.
    static let bothSidesOn = ValueNames(
        whole: ["duplex", "both", "yes", "on"], fragments: ["duplex", "both", "2-sided"])
    static let bothSidesOff = ValueNames(whole: ["simplex", "front", "no", "off"], fragments: ["simplex", "1-sided"])

    static let colour = ValueNames(
        whole: ["color", "24bit color[fast]", "24bit color", "colour", "rgb", "color - 24 bit", "24 bit color"],
        fragments: ["color", "colour", "rgb"], excluded: ["48", "256"])
    static let grey = ValueNames(
        whole: ["gray", "true gray", "grayscale", "grey", "8-bit gray", "gray - 8 bit"],
        fragments: ["gray", "grey"], excluded: ["diffusion", "16", "4bit"])
    static let bilevel = ValueNames(
        whole: ["lineart", "black & white", "binary", "black and white", "line art", "monochrome", "threshold"],
        fragments: ["lineart", "black", "binary"])
}

/// Words that mean the same.
struct ValueNames: Sendable {
    /// Known values, the best first.
    var whole: [String]
    /// Parts of values, looked for where no known value is offered.
    var fragments: [String]
    /// A value with one of these parts is never found by fragment.
    var excluded: [String] = []

    /// The offered value that means this, exactly as the driver spells it.
    func match(_ offered: [String]) -> String? {
        for name in whole {
            if let found = offered.first(where: { $0.lowercased() == name }) { return found }
        }
        return offered.first { value in
            let value = value.lowercased()
            return fragments.contains(where: value.contains) && !excluded.contains(where: value.contains)
        }
    }
}
