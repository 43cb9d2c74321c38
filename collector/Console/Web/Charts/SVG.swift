/// What charts are drawn with: text of SVG elements. Colours and strokes come from the style sheet by class, so that
/// they follow light, dark and print.
enum SVG {
    /// A picture with a name and a description for those who do not see it.
    ///
    /// - Parameters:
    ///   - isStretched: whether it fills its box whatever the proportions.
    static func picture(
        _ name: String, width: Int, height: Int, title: String, description: String? = nil, isStretched: Bool = false,
        _ content: [String]
    ) -> String {
        let aspect = isStretched ? #" preserveAspectRatio="none""# : ""
        let about = description.map { "<desc>\(escaped($0))</desc>" } ?? ""
        return #"<svg class="\#(name)" viewBox="0 0 \#(width) \#(height)"\#(aspect) role="img"><title>"#
            + "\(escaped(title))</title>\(about)\(content.joined())</svg>"
    }

    static func rectangle(_ name: String, x: Double, y: Double, width: Double, height: Double, title: String? = nil)
        -> String
    {
        let shape =
            #"<rect class="\#(name)" x="\#(number(x))" y="\#(number(y))" width="\#(number(width))" "#
            + #"height="\#(number(height))""#
        return title.map { "\(shape)><title>\(escaped($0))</title></rect>" } ?? "\(shape)/>"
    }

    static func path(_ name: String, _ steps: String) -> String { #"<path class="\#(name)" d="\#(steps)"/>"# }

    /// With two digits after the point at most, whatever the system's language.
    static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, part) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
        let sign = hundredths < 0 ? "-" : ""
        if part == 0 { return "\(sign)\(whole)" }
        return part % 10 == 0 ? "\(sign)\(whole).\(part / 10)" : "\(sign)\(whole).\(part < 10 ? "0" : "")\(part)"
    }

    static func escaped(_ text: String) -> String { PageText().escapeText(text) }
}
