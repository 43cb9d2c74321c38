/// Why a file is not imported: everything that was found wrong with it, so that it can be mended in one go.
package struct ImportFailure: Error, Sendable, Hashable {
    /// The name of the file, for people.
    package var file: String
    /// In the order of the file; at least one.
    package var problems: [ImportProblem]

    /// The most problems told of one file.
    static let maximumProblems = 20
}

/// One thing that is wrong with a file.
package struct ImportProblem: Sendable, Hashable {
    /// The line, from 1; nil where the whole file is meant.
    package var line: Int?
    /// The name of the column, where one is meant.
    package var column: String?
    /// What is wrong, and what to do.
    package var wording: Wording
    /// The same for commands.
    package var message: String { wording.english }

    init(line: Int? = nil, column: String? = nil, _ wording: Wording) {
        self.line = line
        self.column = column
        self.wording = wording
    }
}

extension ImportFailure: CustomStringConvertible {
    package var description: String {
        var lines = problems.prefix(Self.maximumProblems).map { problem in
            var place = file
            if let line = problem.line { place += ", line \(line)" }
            if let column = problem.column { place += ", column \(column)" }
            return "\(place): \(problem.message)"
        }
        if problems.count > Self.maximumProblems { lines.append("… and \(problems.count - Self.maximumProblems) more") }
        lines.append("Nothing was imported. Mend the file and import it again.")
        return lines.joined(separator: "\n")
    }
}
