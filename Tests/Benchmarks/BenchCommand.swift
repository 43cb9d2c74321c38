import ArgumentParser
import FoundationEssentials
import TestSupport

/// Measures what was promised and prints it as one table, each line a ratio of two measurements of this run.
@main
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sohoa-bench",
        abstract: "Measure the programs against what does the bare work, on this machine, in one run.",
        discussion: """
            All benchmarks but the decade run unless some are named. Inputs are the same in every run; caches are warm, for each \
            measurement is made once before it counts. Medians are shown, and beside the ratio the range of the ratios \
            of single repetitions. Progress is told on standard error.
            """)

    @Option(
        help: ArgumentHelp(
            "Dossiers of each year of the decade; fewer take less time and disk.", valueName: "number"))
    var dossiersPerYear = 800_000

    @Argument(help: "What to measure: \(Benchmark.allCases.map(\.rawValue).joined(separator: ", ")).")
    var names: [Benchmark] = []

    @Option(help: "Repetitions of each measurement, instead of each benchmark's own number.")
    var repetitions: Int?

    func validate() throws {
        if let repetitions, repetitions < 1 { throw ValidationError("--repetitions must be 1 or more") }
        // Codes of dossiers have room for so many.
        guard (1000...890_000).contains(dossiersPerYear) else {
            throw ValidationError("--dossiers-per-year must be from 1000 to 890000")
        }
    }

    func run() async throws {
        let workshop = try Workshop(repetitions: repetitions, dossiersPerYear: dossiersPerYear)
        defer { workshop.clear() }
        workshop.warnOfRecentDeletions()
        let machine = try Machine(folder: workshop.folder)
        var figures: [Figure] = []
        var failures: [String] = []
        for benchmark in names.isEmpty ? Benchmark.usual : names {
            workshop.say("\(benchmark.rawValue): \(benchmark.explanation)")
            do { figures += try await benchmark.figures(workshop) } catch {
                failures.append("\(benchmark.rawValue) could not be measured: \(error)")
            }
        }
        print("\n" + machine.report() + "\n")
        print(ResultTable(figures).text)
        for failure in failures { print(failure) }
        if !failures.isEmpty { throw ExitCode(1) }
    }
}
