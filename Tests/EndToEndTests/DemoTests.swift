import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

/// What a newcomer tries first.
struct DemoTests {
    @Test("The demo does the main job, ends by itself, and leaves nothing behind", .timeLimit(.minutes(4)))
    func once() async throws {
        try await withTemporaryDirectory { folder in
            let start = ContinuousClock.now
            let demo = try await runTool(
                Programs.package.appending("packaging/demo/run").string, [],
                environment: ["ONCE": "1", "TMPDIR": folder.string, "PAGE_PORT": "0"], within: .seconds(200))
            #expect(demo.exitCode == 0, "\(demo.output.suffix(2000)) \(demo.errors)")
            print("DemoTests: \(start.duration(to: .now)); 60 s are its time on a machine that does nothing else")
            let milestones = [
                "2 trang đã lưu; nạp lại từ tờ 3", "đang tải lên", "Everything is whole.", "differences: 0.",
            ]
            for text in milestones { #expect(demo.output.contains(text), "\(text)") }
            let received = demo.output.split(separator: "\n").count { $0.hasSuffix("tỉnh đã nhận") }
            #expect(received == 7, "six dossiers, and one of them extended")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.string).isEmpty)
            let left = try processes(with: "TMPDIR=\(folder)")
            #expect(left.isEmpty, "still running: \(left)")
        }
    }

    /// The commands of processes that have `variable` in their environment.
    private func processes(with variable: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { name in
            guard Int(name) != nil, let environment = text(of: "/proc/\(name)/environ"),
                environment.split(separator: "\0").contains(Substring(variable))
            else { return nil }
            return text(of: "/proc/\(name)/cmdline")
        }
    }

    private func text(of file: String) -> String? {
        FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) }
    }
}
