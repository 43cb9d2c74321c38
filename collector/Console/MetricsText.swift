/// Figures in the text exposition format of Prometheus (version 0.0.4).
struct MetricsText {
    /// What a figure is.
    enum Kind: String {
        case gauge, counter
    }

    private(set) var text = ""

    /// Adds a figure, with a line for each of its labels' values; a figure without any is left out.
    mutating func add(_ name: String, _ help: String, _ kind: Kind, _ samples: [(labels: [String: String], value: Int)])
    {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            let labels = sample.labels.sorted { $0.key < $1.key }
                .map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
            text += name + (labels.isEmpty ? "" : "{\(labels)}") + " \(sample.value)\n"
        }
    }

    /// Backslash, quotation mark and line feed are written with a backslash before them.
    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n", "\r\n": text += "\\n"
            default: text.append(character)
            }
        }
    }
}
