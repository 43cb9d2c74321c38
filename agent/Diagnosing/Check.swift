/// One thing that `doctor` looks at. Looks, and changes nothing.
protocol Check: Sendable {
    /// What is looked at, a stable name: `disk`.
    var name: String { get }

    /// What was found; at least one finding.
    func findings(at station: Examination) async -> [Finding]
}
