/// Everything that was found, in the shape that `--json` prints.
package struct Report: Sendable, Encodable {
    /// What one check found.
    package struct Section: Sendable, Encodable {
        package let check: String
        package let findings: [Finding]
    }

    /// Of the program that looked.
    package let version: String
    package let sections: [Section]

    /// The findings of every check.
    package var findings: [Finding] { sections.flatMap(\.findings) }

    /// The worst that was found.
    package var severity: Finding.Severity {
        let found = Set(findings.map(\.severity))
        return found.contains(.error) ? .error : found.contains(.warning) ? .warning : .ok
    }

    private enum CodingKeys: String, CodingKey {
        case version, severity, sections
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(version, forKey: .version)
        try members.encode(severity, forKey: .severity)
        try members.encode(sections, forKey: .sections)
    }
}
