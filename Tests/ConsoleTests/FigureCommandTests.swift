import SystemPackage
import TestSupport
import Testing

@Suite("The commands of offices and figures", .timeLimit(.minutes(5)))
struct FigureCommandTests {
    @Test("Figures are previewed, imported, approved by another person, and told by their history")
    func baselines() async throws {
        try await withTemporaryDirectory { root in
            let collector = ServedCollector(data: root.appending("c"))
            try await collector.does("init")
            try await collector.does("site", "import", Programs.data.appending("sites-soc-trang-2021.csv").string)
            let file = try root.file(
                "b.csv",
                "indicator;scope;period;denominator\r\nR1;st-31498;2021;1.234.567\r\nR1;st-31501;2021;814.602\r\n")
            let command = ["baseline", "import", file, "--source", "Công văn 12/VP", "--by", "an"]
            let preview = try await collector.run(command + ["--dry-run"])
            #expect(preview.output.contains("Sum of R1 2021 commune: 0 → 2049169"))
            #expect(preview.output.contains("Nothing was written."))
            #expect(try await collector.does("baseline", "pending").contains("Nothing waits"))
            #expect(try await collector.run(command).output.contains("Batch 1 counts once another person approves it"))
            #expect(try await collector.does("baseline", "list").contains("No baselines"))
            let own = try await collector.run(["baseline", "approve", "1", "--by", "an"])
            #expect(own.exitCode == 2)
            #expect(own.errors.contains("an imported the batch, so that another person must approve it"))
            try await collector.does("baseline", "approve", "1", "--by", "bình")
            #expect(try await collector.does("baseline", "list").contains("814.602"))
            let history = try await collector.does("baseline", "history", "st-31498", "R1")
            #expect(history.contains("stands") && history.contains("bình") && history.contains("Công văn 12/VP"))
            #expect(try await collector.does("baseline", "rule", "--one-person").contains("count at once"))

            #expect(try await collector.does("progress", "--period", "2021-Q3@15").contains("trước ngày 05/09/2021"))
            try await collector.does("due", "set", "quarter", "--month", "0", "--day", "8", "--basis", "Công văn 5")
            #expect(try await collector.does("progress", "--period", "2021-Q3@15").contains("trước ngày 08/09/2021"))
            try await collector.does("due", "remove", "quarter")
            #expect(try await !collector.does("progress", "--period", "2021-Q3@15").contains("trước ngày"))
        }
    }

    @Test("A merger is made known, shown, exported and imported elsewhere; a gap is refused")
    func succession() async throws {
        try await withTemporaryDirectory { root in
            let (one, other) = (ServedCollector(data: root.appending("c")), ServedCollector(data: root.appending("d")))
            for collector in [one, other] { try await collector.does("init", "--single-approver") }
            try await one.does("site", "import", Programs.data.appending("sites-soc-trang-2021.csv").string)
            let ward = try root.file(
                "w.csv",
                "site_id,name,level,parent_id,gso_code,valid_from,org_code\n"
                    + "st-mx,Phường Mỹ Xuyên,commune,st-tinh,31684,2025-07-01,H51.18.31\n")
            try await one.does("site", "import", ward)
            let command = [
                "site", "succeed", "--from", "st-31525", "--from", "st-31684", "--to", "st-mx", "--kind", "merge",
                "--on",
                "2025-07-01", "--decree", "Nghị quyết 1678",
            ]
            let gap = try await one.run(command)
            #expect(gap.exitCode != 0)
            #expect(gap.errors.contains("the predecessor st-31525 is not closed on 2025-07-01"))
            #expect(try await one.run(command + ["--close"]).output.contains("2 added, 0 corrected, 2 offices closed"))
            #expect(try await one.does("site", "show", "st-31684").contains("sáp nhập"))

            let sites = try await one.does("site", "export")
            let successions = try await one.does("site", "succession", "list", "--csv")
            try await other.does("site", "import", try root.file("s.csv", sites))
            try await other.does("site", "succession", "import", try root.file("n.csv", successions))
            #expect(try await other.does("site", "export") == sites)
            #expect(try await other.does("site", "succession", "list", "--csv") == successions)
        }
    }
}

extension ServedCollector {
    /// Runs a command whatever comes of it.
    fileprivate func run(_ arguments: [String]) async throws -> ToolResult {
        try await runProgram(Programs.collector, arguments, environment: ["SOHOA_DATA": data.string])
    }
}
