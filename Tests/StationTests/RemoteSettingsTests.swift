import Dossiers
import Exchange
import FoundationEssentials
import Spool
import Station
import SystemPackage
import TestSupport
import Testing

@Suite("Settings of the province at the station", .timeLimit(.minutes(2)))
struct RemoteSettingsTests {
    private static let collector = SigningKey()
    private static let site = SiteID(rawValue: "xa-dai-tam")!

    private func document(
        _ number: Int, _ settings: StationSettings, site: SiteID = site, collector: String = "c"
    ) -> SettingsDocument {
        SettingsDocument(
            collector: collector, site: site, number: number, issuedAt: Date(timeIntervalSince1970: Double(number)),
            settings: settings)
    }

    private func sealed(
        _ document: SettingsDocument, by key: SigningKey = collector, type: String = SettingsDocument.payloadType
    ) throws -> Envelope { key.seal(try Wire.encode(document), type: type) }

    private func withStation(_ body: (Spool, RemoteSettings) async throws -> Void) async throws {
        try await withTemporaryDirectory { folder in
            let spool = try Spool(directory: folder.appending("spool"), minimumFreeBytes: 0)
            let answer = EnrolmentAnswer(
                station: StationID(), site: Self.site, siteName: "Xã Đại Tâm", level: .commune, collector: "c",
                collectorKey: Self.collector.verificationKey.derRepresentation)
            try Credentials.store(
                EnrolledStation(answer: answer, collectorURL: "https://thu.example", enrolledAt: Date()),
                key: SigningKey(), in: spool.directory)
            let credentials = try #require(try Credentials(in: spool.directory))
            try await body(
                spool, RemoteSettings(spool: spool, credentials: credentials) { !$0.contains("x") })
        }
    }

    @Test("are kept when signed by the own collector for the own office, and never give way to older ones")
    func order() async throws {
        try await withStation { spool, remote in
            #expect(try await remote.current() == nil)
            let second = document(2, StationSettings(bandwidth: "256"))
            #expect(try await remote.take(try sealed(second), tag: "W/\"2\"") == second)
            #expect(try await remote.tag() == "W/\"2\"")
            // The same again, with another signature, is nothing new.
            #expect(try await remote.take(try sealed(second), tag: "W/\"2\"") == nil)
            let refused: [(Envelope, SettingsRefusal)] = [
                (try sealed(document(1, StationSettings(bandwidth: "9"))), .older),
                (try sealed(document(2, StationSettings(bandwidth: "9"))), .older),
                (try sealed(document(3, StationSettings()), by: SigningKey()), .notSigned),
                (
                    Envelope(
                        payload: try Wire.encode(document(3, .init())), payloadType: SettingsDocument.payloadType,
                        signatures: []), .notSigned
                ),
                (try sealed(document(3, .init()), type: Receipt.payloadType), .unreadable),
                (try sealed(document(3, .init(), site: SiteID(rawValue: "xa-khac")!)), .otherSite),
                (try sealed(document(3, .init(), collector: "c-other")), .otherSite),
                (try sealed(document(3, .init(bandwidth: "x"))), .unacceptable),
                (try sealed(document(3, .init(profile: "best"))), .unacceptable),
                (
                    try sealed(
                        document(
                            3, .init(officers: [.init(name: "tên", displayName: "A", role: "officer", isActive: true)]))
                    ),
                    .unacceptable
                ),
            ]
            for (envelope, reason) in refused {
                await #expect(throws: reason) { _ = try await remote.take(envelope, tag: nil) }
                #expect(try await remote.refusal() == reason.rawValue)
                #expect(try await remote.current() == second, "\(reason)")
            }
            let third = document(3, StationSettings(profile: "fine"))
            #expect(try await remote.take(try sealed(third), tag: nil) == third)
            #expect(try await remote.refusal() == nil)
            // After a restart, and never what somebody has put on the disk.
            try await spool.keep(try Wire.encode(try sealed(second, by: SigningKey())), named: "settings")
            #expect(try await remote.current() == nil)
        }
    }

    @Test("name officers: new ones without a PIN, known ones as said, others left alone, and always a manager")
    func officers() async throws {
        try await withStation { spool, remote in
            try await spool.addOfficer(name: "lan.tt", displayName: "Lan", role: .manager, pinHash: "h1")
            try await spool.addOfficer(name: "minh.nv", displayName: "Minh", role: .officer, pinHash: "h2")
            func apply(_ number: Int, _ officers: [StationSettings.Officer]) async throws {
                let document = document(number, StationSettings(officers: officers))
                _ = try await remote.take(try sealed(document), tag: nil)
                try await remote.applyOfficers(of: document)
            }
            try await apply(
                1,
                [
                    .init(name: "LAN.TT", displayName: "Lan", role: "manager", isActive: false),
                    .init(name: "hoa.lt", displayName: "Lê Thị Hoa", role: "manager", isActive: true),
                ])
            let officers = try await spool.officers()
            #expect(officers.map(\.name) == ["lan.tt", "minh.nv", "hoa.lt"])
            #expect(officers.map(\.isActive) == [false, true, true])
            #expect(officers[1].displayName == "Minh")
            #expect(
                !PINHash.verifies("", against: try await spool.pinHash(of: officers[2].id)), "nobody gets in without")
            #expect(!PINHash.verifies("2580", against: try await spool.pinHash(of: officers[2].id)))
            // What a manager changes here holds until the province sets anew.
            try await spool.setOfficer(officers[0].id, displayName: "Lan", role: .manager, isActive: true)
            let same = try #require(try await remote.current())
            try await remote.applyOfficers(of: same)
            #expect(try await spool.officers()[0].isActive)
            try await apply(
                2,
                [
                    .init(name: "lan.tt", displayName: "Lan", role: "manager", isActive: false),
                    .init(name: "hoa.lt", displayName: "Hoa", role: "officer", isActive: true),
                ])
            #expect(try await remote.refusal() == "settings_last_manager")
            #expect(try await spool.officers().contains { $0.role == .manager && $0.isActive })
        }
    }
}
