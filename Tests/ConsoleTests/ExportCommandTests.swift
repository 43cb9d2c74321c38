import ContentStore
import Dossiers
import Exchange
import Foundation
import Registry
import SystemPackage
import TestSupport
import Testing

@Suite("Exports by command", .timeLimit(.minutes(5)))
struct ExportCommandTests {
    @Test(
        "A report is frozen, exported in every form, verified by others, and compared; all of it is in the audit trail",
        .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"))
    func report() async throws {
        try await withServedCollector { collector, root in
            let plan = Programs.data.appending("plan-2020-soc-trang.csv").string
            try await collector.does("baseline", "import", plan, "--period", "2020", "--by", "an")
            try await collector.does("baseline", "approve", "1", "--by", "binh")
            #expect(try await collector.does("report", "list").contains("report freeze"))
            #expect(
                try await collector.does("report", "freeze", "--period", "2020", "--by", "an").contains(
                    "Report 1: 2020"))
            #expect(try await collector.does("report", "list").contains("2020-12-31"))
            #expect(try await collector.does("report", "show", "1").contains("38.340/114.771  33,41%"))
            #expect(try await collector.does("report", "verify", "1").contains("as it was signed"))
            #expect(try await collector.does("verify").contains("1 frozen reports"))
            #expect(try await collector.does("report", "compare", "1").contains("Nothing has changed"))

            let pem = try root.file("key.pem", try await collector.does("key"))
            let envelope = root.appending("report.json").string
            try await collector.does("report", "export", "1", "--envelope", envelope)
            let verified = try await Outsiders.run("verify_envelope.py", envelope, pem)
            #expect(verified.exitCode == 0, "\(verified.output)")
            #expect(verified.output.contains("application/vnd.sohoa.report.v1+json"))
            let signed = try Wire.decode(Envelope.self, from: Data(contentsOf: URL(filePath: envelope)))
            let encoding = Envelope.preAuthenticationEncoding(type: signed.payloadType, payload: signed.payload)
            let openssl = try await runTool(
                "openssl",
                [
                    "dgst", "-sha256", "-verify", pem, "-signature", try root.file("sig", signed.signatures[0].sig),
                    try root.file("signed", encoding),
                ])
            #expect(openssl.output == "Verified OK\n")
            #expect(
                try await collector.does("report", "show", "1", "--json")
                    == String(decoding: signed.payload, as: UTF8.self))

            for (form, beginning) in [("xlsx", "PK"), ("csv", "\u{FEFF}Kỳ báo cáo"), ("html", "<!DOCTYPE html>")] {
                let file = root.appending("report.\(form)").string
                try await collector.does("report", "export", "1", "--\(form)", file, "--by", "binh")
                #expect(try Data(contentsOf: URL(filePath: file)).starts(with: Data(beginning.utf8)))
            }
            let later = try root.file(
                "later.csv", "indicator,scope,period,denominator,source\nR1,st-31498,2020,5,muộn\n")
            try await collector.does("baseline", "import", later, "--by", "an")
            #expect(try await collector.does("report", "compare", "1").contains("Nothing has changed"))
            try await collector.does("baseline", "approve", "2", "--by", "binh")
            let compared = try await collector.does("report", "compare", "1")
            #expect(compared.contains("0/5"))

            let trail = try Registry.open(at: collector.data.appending("registry.sqlite").string).auditTrail(
                subject: "report 1")
            #expect(trail.map(\.action) == Array(repeating: "report.export", count: 4) + ["report.freeze"])
            #expect(trail.prefix(3).map { "\($0.actor) \($0.detail)" } == ["binh html", "binh csv", "binh xlsx"])
            #expect(trail.last?.actor == "an")

            for (arguments, code) in [
                (["report", "show", "7"], Int32(2)), (["report", "export", "1"], 64),
                (["report", "freeze", "--period", "2100"], 2),
                (["report", "export", "1", "--csv", root.appending("none/x.csv").string], 2),
            ] {
                let failed = try await runProgram(
                    Programs.collector, arguments, environment: ["SOHOA_DATA": collector.data.string])
                #expect(failed.exitCode == code, "\(arguments): \(failed.errors)")
            }
        }
    }

    @Test("A dossier is exported as PDF and as a bag, with a reason, and the audit trail says who, what and why")
    func dossier() async throws {
        try await withServedCollector { collector, root in
            let pages = try TestPage.samples(2)
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                _ = try #require(try await client.deliver(station.seal(pages), as: station).receipt)
            }
            let code = "H51-210615-0001"
            let site = TestCollector.commune.rawValue
            let pdf = root.appending("a.pdf").string
            try await collector.does(
                "dossier", "export", code, "--site", site, "--pdf", pdf, "--reason", "thanh tra", "--by", "an")
            let check = try await runTool("qpdf", ["--check", pdf])
            #expect(check.exitCode == 0, "\(check.output) \(check.errors)")
            #expect(try FileManager.default.attributesOfItem(atPath: pdf)[.posixPermissions] as? Int == 0o600)
            let bag = root.appending("tui").string
            try await collector.does("dossier", "export", code, "--site", site, "--bag", bag, "--reason", "lưu trữ")
            #expect(try Data(contentsOf: URL(filePath: bag + "/data/pages/0002.jpg")) == pages[1].bytes)
            let again = try await collector.run(
                "dossier", "export", code, "--site", site, "--bag", bag, "--reason", "x")
            #expect(again.exitCode == 2)
            #expect(again.errors.contains("there is something of that name already"))
            #expect(try await collector.run("dossier", "export", code, "--site", site, "--pdf", pdf).exitCode == 64)
            #expect(
                try await collector.run(
                    "dossier", "export", "H51-210615-0009", "--site", site, "--pdf", pdf, "--reason", "x"
                )
                .exitCode == 2)
            let trail = try Registry.open(at: collector.data.appending("registry.sqlite").string).auditTrail(
                subject: code)
            let exports = trail.filter { $0.action == "dossier.export" }
            #expect(exports.last?.actor == "an")
            #expect(exports.last?.detail == "pdf of 2 pages, site \(site); reason: thanh tra")
            #expect(exports.allSatisfy { !$0.detail.contains("Hoa") })
        }
    }
}
