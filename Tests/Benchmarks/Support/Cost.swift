import Glibc

/// What an activity took.
struct Cost: Sendable {
    /// Seconds on the clock.
    var wall: Double
    /// Seconds of processors, user and system, of the child processes that ended meanwhile and of theirs.
    var cpu: Double

    static func + (a: Cost, b: Cost) -> Cost { Cost(wall: a.wall + b.wall, cpu: a.cpu + b.cpu) }

    /// Measures `body`, beside which no other child process may end.
    static func of<Result>(_ body: () async throws -> Result) async rethrows -> (Cost, Result) {
        let before = ProcessorTime.cpu(RUSAGE_CHILDREN)
        let start = ContinuousClock.now
        let result = try await body()
        let wall = start.duration(to: .now).seconds
        return (Cost(wall: wall, cpu: ProcessorTime.cpu(RUSAGE_CHILDREN) - before), result)
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
