import ContentStore
import Diagnosing
import Dossiers
import Exchange
import FoundationEssentials
import Scanning
import Spool
import SystemPackage
import TestSupport
import Testing

@Suite("doctor's support bundle", .timeLimit(.minutes(2)))
struct BundleTests {
    private static let owner = "NGUYỄN THỊ ÁNH TUYẾT"
    private static let number = "094099000123"
    private static let code = "H51-210615-0001"

    /// A spool with people, papers and pages in it, enrolled.
    private func fill(_ data: FilePath) async throws -> Spool {
        let spool = try Spool(directory: data, minimumFreeBytes: 0)
        let answer = EnrolmentAnswer(
            station: StationID(), site: SiteID(rawValue: "xa-dai-tam")!, siteName: "Xã Đại Tâm", level: .commune,
            collector: "c", collectorKey: SigningKey().verificationKey.derRepresentation)
        try Credentials.store(
            EnrolledStation(answer: answer, collectorURL: "http://127.0.0.1:9/", enrolledAt: Date()),
            key: SigningKey(), in: data)
        try await spool.addOfficer(name: "lan.tt", displayName: "Trần Thị Lan", role: .manager, pinHash: "hash")
        let paper = Document(
            role: .result, type: "giay-khai-sinh", number: "57/2021", authority: "xa-dai-tam", level: .commune)
        let code = DossierCode(rawValue: Self.code)!
        try await spool.openDossier(
            Dossier(
                code: code, procedure: "1.001193", owner: Owner(name: Self.owner, identityNumber: Self.number),
                componentsComplete: true),
            operatorName: "lan.tt", sheetsExpected: nil, drafts: [DocumentDraft(document: paper)])
        let bytes = SampleContent.bytes(1)
        try spool.pages.put(bytes)
        _ = try await spool.addPage(SampleContent.page(bytes), to: code, startsSheet: true)
        _ = try await spool.seal(code, with: try #require(try Credentials(in: data)))
        return spool
    }

    @Test("opens with tar, tells what a helper needs, and holds no name, number, key, page or dossier")
    func content() async throws {
        try await withTemporaryDirectory { folder in
            let data = folder.appending("spool")
            _ = try await fill(data)
            // A journal as it should never be, with a name in both ways of writing it, and a number.
            let programs = folder.appending("bin")
            try FileManager.default.createDirectory(atPath: programs.string, withIntermediateDirectories: true)
            let decomposed = "NGUYE\u{302}\u{303}N THI\u{323} A\u{301}NH TUYE\u{302}\u{301}T"
            try """
            #!/bin/sh
            echo '2021-06-15T08:00:00 delivery begins'
            echo '2021-06-15T08:00:01 owner \(Self.owner) \(Self.number) and \(decomposed) by lan.tt'
            """.write(toFile: programs.appending("journalctl").string, atomically: false, encoding: .utf8)
            _ = try await runTool("chmod", ["755", programs.appending("journalctl").string])

            let file = folder.appending("bundle.tar.gz")
            let result = try await runTool(
                Programs.agent.string, ["doctor", "--json", "--bundle", file.string],
                environment: [
                    "SOHOA_DATA": data.string, "SOHOA_PROXY": "http://lan:s3cret@127.0.0.1:9",
                    "PATH": programs.string + ":/usr/bin:/bin", "SANE_CONFIG_DIR": folder.string,
                ])
            #expect(result.exitCode == 1, "nobody is at the collector: \(result.errors)")
            #expect(result.output.contains("\"collector_unreachable\""), "\(result.output)")
            let unpacked = try await runTool("tar", ["xzvf", file.string, "-C", folder.string])
            try #require(unpacked.exitCode == 0, "\(unpacked.errors)")
            let files = try Files.below(folder.appending("sohoa-agent"))
            #expect(files.count >= 6, "\(unpacked.output)")
            var all = ""
            for file in files { all += try String(contentsOfFile: file.string, encoding: .utf8) }
            #expect(all.contains("delivery begins"), "the journal is there")
            #expect(all.contains("\"state\":\"sealed\""), "the queue is there")
            #expect(all.contains("***@127.0.0.1"))
            let key = try String(contentsOfFile: data.appending("station.json").string, encoding: .utf8)
            let secret = try #require(key.firstRange(of: "BEGIN PRIVATE KEY")).upperBound
            for forbidden in [
                Self.owner, decomposed, "TUYẾT", Self.number, "57/2021", "lan.tt", "Trần Thị Lan", "s3cret", Self.code,
                "PRIVATE KEY", String(key[secret...].prefix(60).suffix(40)),
            ] {
                #expect(!all.contains(forbidden), "\(forbidden)")
                let bytes = Array(forbidden.utf8)
                for file in files {
                    let content = [UInt8](try Data(contentsOf: URL(filePath: file.string)))
                    #expect(!content.contains(bytes), "\(forbidden) in \(file.lastComponent?.string ?? "")")
                }
            }
        }
    }
}
