import Dossiers
import Exchange
package import FoundationEssentials
import Spool
import Subprocess
import SystemPackage

/// What a helper far away needs to see of a station, in one file, without anything about people: no page, no key, no
/// name, no number of a paper or person, no code of a dossier.
package struct SupportBundle: Sendable {
    /// What the archive holds, by name.
    package let files: [(name: String, text: String)]

    /// Lines of the journal that come along.
    private static let journalLines = 1000

    /// - Parameters:
    ///   - settings: the station's settings as they stand, by key; a proxy's name and password are taken out.
    package init(_ report: Report, of station: Examination, settings: [String: String]) async throws {
        let machine = station.machine
        let spool = try? station.spool()
        let scrubber = Scrubber((try? await spool?.personalTexts()) ?? [])
        func json(_ value: some Encodable) throws -> String { String(decoding: try Wire.encode(value), as: UTF8.self) }
        var files: [(String, String)] = [
            ("README.txt", Self.about), ("doctor.json", try json(report)),
            ("settings.json", try json(settings.mapValues(Self.withoutLogin))),
            ("scanners.json", try json(await station.scanners())),
            ("usb.txt", machine.usbScanners().map { "\($0.name)  \($0.node)" }.joined(separator: "\n")),
            (
                "dll.conf",
                (machine.settings(in: machine.path("etc/sane.d/dll.conf")) ?? []).joined(separator: "\n")
            ),
        ]
        if let spool { files.append(("queue.json", try json(try await Queue(spool)))) }
        if let journal = await Self.journal() { files.append(("journal.txt", journal)) }
        self.files = files.map { ($0.0, scrubber.scrubbed($0.1)) }
    }

    /// The archive: tar, packed by gzip.
    package func packed(at now: Date = Date()) -> [UInt8] {
        var archive = Archive()
        for file in files {
            archive.add("sohoa-agent/\(file.name)", Array(file.text.utf8), at: Int(now.timeIntervalSince1970))
        }
        return archive.packed
    }

    private static let about = """
        Gói hỗ trợ của sohoa-agent: kết quả kiểm tra, cấu hình, trạng thái hàng đợi và nhật ký dịch vụ. Không có trang giấy,
        khóa, tên hay số giấy tờ của ai. doctor.json tells what was found and how to mend it; the rest is what a helper asks
        for next. No page, key, name or number of a person or paper is in here.

        """

    /// Where each submission stands, without its dossier.
    private struct Queue: Encodable {
        struct Entry: Encodable {
            let sequence: Int
            let state: Submission.State
            let sealedAt: Date
            let bytes: Int
            let sentBytes: Int
            let problem: String?
        }

        let open: Int
        let isPaused: Bool
        let stationProblem: String?
        let clockCorrection: Int
        let submissions: [Entry]

        init(_ spool: Spool) async throws {
            open = try await spool.openDossiers().count
            isPaused = try await spool.isPaused
            stationProblem = try await spool.stationProblemCode()
            clockCorrection = try await spool.clockCorrection()
            submissions = try await spool.submissions(latest: 500).map {
                Entry(
                    sequence: $0.sequence, state: $0.state, sealedAt: $0.sealedAt, bytes: $0.bytes,
                    sentBytes: $0.sentBytes, problem: $0.problemCode)
            }
        }
    }

    /// What the service logged last; nil where there is no journal, or it may not be read.
    private static func journal() async -> String? {
        let result = try? await run(
            .name("journalctl"),
            arguments: ["-u", "sohoa-agent", "-n", "\(journalLines)", "--no-pager", "-o", "short-iso"],
            input: .none, output: .string(limit: 4 << 20), error: .discarded)
        guard let result, result.terminationStatus.isSuccess else { return nil }
        return result.standardOutput
    }

    private static func withoutLogin(_ address: String) -> String {
        guard let scheme = address.firstRange(of: "://"), let end = address.lastIndex(of: "@"),
            scheme.upperBound < end
        else { return address }
        return address[..<scheme.upperBound] + "***" + address[end...]
    }
}
