import Foundation
import SystemPackage
import TestSupport
import Testing

/// The province's pages in Debian's Chromium, served by a real collector over a real index.
///
/// The walks are Tests/Outsiders/walk_province.py; every state they see is kept in `.build/screenshots/province`.
@Suite("The province's pages in a browser", .timeLimit(.minutes(6)))
struct ProvincePageTests {
    private static let password = "một câu dài để thử"

    @Test(
        "People sign in, set a second factor up, manage accounts, search the trail, change the language, see figures",
        arguments: ["sign-in", "second-factor", "accounts", "audit", "language", "figures"])
    func walks(_ walk: String) async throws { try await withPages { try await $0.walk(walk) } }

    @Test("Tables are imported as files, looked at first, and approved by a second person")
    func imports() async throws { try await withPages { try await $0.walk("imports") } }

    @Test("After wrong passwords an account waits")
    func locked() async throws { try await withPages { try await $0.walk("locked", as: "thanh-tra") } }

    @Test("Everything has a name, contrast, focus and room, at every size, light, dark, in English and printed")
    func accessibility() async throws { try await withPages { try await $0.walk("accessibility") } }

    @Test("A dossier that a station delivered is found by its owner, opened with a reason, and looked at")
    func dossiers() async throws {
        try await withProvince(pages: .samples(4)) { province in
            try await province.collectorDoes("procedure", "import", Programs.data.appending("procedures.csv").string)
            let added = try await runTool(
                Programs.collector.string,
                ["account", "add", "quan-tri", "--display-name", "Nguyễn Thị Quản Trị", "--role", "administrator"],
                environment: ["SOHOA_DATA": province.root.appending("collector").string],
                input: Self.password + "\n")
            try #require(added.exitCode == 0, "\(added.errors)")
            let station = try await province.station(at: "st-31498")
            try await station.does(
                "scan", "--code", "000.18.29.H51-210615-0001", "--procedure", "1.001193", "--owner", "NGUYỄN VĂN MẪU",
                "--operator", "canbo", "--document", "component:to-khai,sheets=2", "--document",
                "result:giay-khai-sinh,number=57/2021", "--scanner", province.scanner.device, "--seal")
            try await station.daemon.start()
            try await station.delivered()
            await station.daemon.stop()
            let port = try #require(Int(province.address.split(separator: ":").last ?? ""))
            try await Pages(port: port, home: province.root).walk("dossiers")
        }
    }

    @Test("From a procedure's or an officer's number one comes to its list; long names have room")
    func loads() async throws {
        try await withProvince(pages: .samples(2)) { province in
            let catalogue = province.root.appending("catalogue.csv").string
            let long = "Cấp giấy xác nhận thông tin về cư trú cho người đang chờ đăng ký ".cycled(to: 200)
            let known = try String(contentsOfFile: Programs.data.appending("procedures.csv").string, encoding: .utf8)
            try (known + "9.000001;\(long);to-khai;Tờ khai;component;1\n")
                .write(toFile: catalogue, atomically: true, encoding: .utf8)
            try await province.collectorDoes("procedure", "import", catalogue)
            let added = try await runTool(
                Programs.collector.string,
                ["account", "add", "quan-tri", "--display-name", "Nguyễn Thị Quản Trị", "--role", "administrator"],
                environment: ["SOHOA_DATA": province.root.appending("collector").string],
                input: Self.password + "\n")
            try #require(added.exitCode == 0, "\(added.errors)")
            let station = try await province.station(at: "st-31498")
            let year = Calendar(identifier: .gregorian).component(.year, from: Date()) % 100
            let dossiers = [
                ("1.001193", "canbo"), ("1.001193", "canbo"),
                ("9.000001", "Công Tằng Tôn Nữ Hoàng ".cycled(to: 200)),
                ("NGOAI-DANH-MUC-".cycled(to: 64), "canbo_mot_cua_".cycled(to: 120)),
            ]
            for (number, dossier) in dossiers.enumerated() {
                try await station.does(
                    "scan", "--code", "000.18.29.H51-\(year)0101-000\(number)", "--procedure", dossier.0, "--owner",
                    "NGUYỄN VĂN MẪU", "--operator", dossier.1, "--document", "component:to-khai", "--scanner",
                    province.scanner.device, "--seal")
            }
            try await station.daemon.start()
            try await station.delivered()
            await station.daemon.stop()
            let port = try #require(Int(province.address.split(separator: ":").last ?? ""))
            try await Pages(port: port, home: province.root).walk("loads")
        }
    }

    private struct Pages: Sendable {
        let port: Int
        let home: FilePath

        func walk(_ name: String, as username: String = "quan-tri") async throws {
            let package = Programs.package
            let result = try await runTool(
                package.appending(".build/outsiders/bin/python").string,
                [
                    package.appending("Tests/Outsiders/walk_province.py").string, "--url", "http://127.0.0.1:\(port)",
                    "--username", username, "--password", ProvincePageTests.password, "--screenshots",
                    package.appending(".build/screenshots/province").string, name,
                ], environment: ["HOME": home.string], within: .seconds(300))
            #expect(result.exitCode == 0, "\(result.output.suffix(3000)) \(result.errors.suffix(3000))")
        }
    }

    private func withPages(_ body: (Pages) async throws -> Void) async throws {
        try await withTemporaryDirectory { root in
            let environment = ["SOHOA_DATA": root.appending("collector").string]
            func does(_ arguments: String..., input: String = "") async throws {
                let result = try await runTool(
                    Programs.collector.string, arguments, environment: environment, input: input)
                try #require(result.exitCode == 0, "\(arguments): \(result.errors)")
            }
            try await does("init", "--name", "Sóc Trăng")
            try await does("site", "import", Programs.data.appending("sites-soc-trang-2021.csv").string)
            try await does("target", "import", Programs.data.appending("targets.csv").string)
            let year = Calendar(identifier: .gregorian).component(.year, from: Date())
            try await does(
                "baseline", "import", Programs.data.appending("plan-2020-soc-trang.csv").string, "--period", "\(year)",
                "--source", "Kế hoạch")
            try await does("baseline", "approve", "1", "--by", "Trần Văn Duyệt")
            try await does(
                "account", "add", "quan-tri", "--display-name", "Nguyễn Thị Quản Trị", "--role", "administrator",
                input: Self.password + "\n")
            try await does(
                "account", "add", "thanh-tra", "--display-name", "Lê Văn Thanh Tra", "--role", "auditor",
                input: Self.password + "\n")
            try await does(
                "account", "add", "nguoi-duyet", "--display-name", "Phạm Văn Duyệt", "--role", "administrator",
                input: Self.password + "\n")
            let server = BackgroundProgram(Programs.collector, ["serve", "--port", "0"], environment: environment)
            try await server.start()
            do {
                let line = try await server.line { $0.hasPrefix("listening on ") }
                let port = try #require(Int(line.split(separator: ":").last ?? ""), "\(line)")
                try await body(Pages(port: port, home: root))
                _ = await server.stop()
            } catch {
                await server.kill()
                throw error
            }
        }
    }
}

extension String {
    /// So many characters of this text again and again, the last of which is no space.
    fileprivate func cycled(to count: Int) -> String {
        String(String(repeating: self, count: count / self.count + 1).prefix(count - 1)) + "x"
    }
}
