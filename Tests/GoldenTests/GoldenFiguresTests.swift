import Dossiers
import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("Figures of a province-year", .timeLimit(.minutes(10)))
struct GoldenFiguresTests {
    @Test(
        "DuckDB finds every line of every report in what was received, by rules of its own",
        .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"))
    func golden() async throws {
        try await withTemporaryDirectory { folder in
            let collector = try await GoldenCollector.setUp(in: folder)
            let stations = try collector.enrol()
            let history = GoldenHistory(stations, dossiers: 460, seed: 2025)
            var random = Seeded(1)
            try await collector.deliver(history, from: stations, using: &random)
            let answers = folder.appending("answers")
            try FileManager.default.createDirectory(atPath: answers.string, withIntermediateDirectories: false)
            for (number, request) in GoldenTables.requests.enumerated() {
                let asked = ["progress", "--json", "--period", request.period, "--as-of", request.day]
                for (view, levels) in [("levels", [String]()), ("offices", ["province", "district", "commune"])] {
                    let answer = try await collector.answer(asked + levels.flatMap { ["--level", $0] })
                    try Data(answer.utf8).write(to: URL(filePath: answers.appending("\(view).\(number).json").string))
                }
            }
            let result = try await Outsiders.run(
                "check_figures.py", collector.index, answers.string, within: .seconds(120))
            #expect(result.exitCode == 0, "\(result.errors)")
            try expectEveryCase(in: result.output)
        }
    }

    /// The check is worth what it covers: every note and a good number of each thing that is counted must have come up.
    private func expectEveryCase(in output: String) throws {
        struct Coverage: Decodable {
            let lines: Int
            let rates: Int
            let notes: [String: Int]
            let counted: [String: Int]
            let overtaken: Int
        }
        let coverage = try JSONDecoder().decode(Coverage.self, from: Data(output.utf8))
        #expect(coverage.lines > 4000)
        #expect(coverage.rates > 1500)
        #expect(coverage.overtaken > 40)
        for measure in ["R1", "R2", "R3", "R5", "R6", "needed"] { #expect(coverage.counted[measure] ?? 0 > 60) }
        let notes: Set = [
            "reported", "mixed", "above_denominator", "exempt", "level_denominator", "summed_denominator", "incomplete",
            "unlike", "nothing_received", "rolled_up", "roll_up_without_denominator", "predecessors_denominator",
            "parts_of", "succeeded", "lived", "level_ended", "without_ended", "other_reading",
        ]
        #expect(notes.subtracting(coverage.notes.keys).isEmpty)
    }
}

extension GoldenCollector {
    fileprivate func answer(_ arguments: [String]) async throws -> String {
        let result = try await runTool(
            Programs.collector.string, arguments, environment: ["SOHOA_DATA": data.string], within: .seconds(60))
        try #require(result.exitCode == 0, "\(arguments.joined(separator: " ")): \(result.errors)")
        return result.output
    }
}
