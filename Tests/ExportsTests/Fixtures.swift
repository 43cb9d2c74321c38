import ContentStore
import Dossiers
import Exchange
import Foundation
import Progress
import SystemPackage
import TestSupport
import Testing

@testable import Exports
@testable import Registry

func period(_ text: String) -> Period { Period(text)! }
func day(_ text: String) -> CalendarDay { CalendarDay(text)! }
let commune = SiteID(rawValue: "st-31498")!
/// 05/07/2021 10:00 in Việt Nam.
let moment = Date(timeIntervalSince1970: 1_625_454_000)

/// A collector's index and store in a directory, with Sóc Trăng's offices, targets, and the plan's figures of 2020.
struct Cabinet: Sendable {
    let folder: FilePath
    let registry: Registry
    let store: ContentStore
    let key = SigningKey()

    init(at folder: FilePath) throws {
        self.folder = folder
        registry = try Registry.open(at: folder.appending("registry.sqlite").string)
        store = try ContentStore(directory: folder.appending("blobs"))
        let sites = try SiteTable(Self.shipped("sites-soc-trang-2021.csv"), file: "sites.csv")
        _ = try registry.changeSites(by: "an", from: "sites.csv", at: moment) { records throws(ImportFailure) in
            try sites.plan(for: records, correcting: false)
        }.get()
        let targets = try TargetTable(Self.shipped("targets.csv"), file: "targets.csv")
        _ = try registry.changeTargets(by: "an", from: "targets.csv", at: moment) { known throws(ImportFailure) in
            try targets.plan(known: known, replacing: false)
        }.get()
        try importBaselines(
            Self.shipped("plan-2020-soc-trang.csv"), file: "plan-2020-soc-trang.csv", period: period("2020"))
    }

    static func shipped(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: Programs.data.appending(name).string)))
    }

    func importBaselines(_ bytes: [UInt8], file: String, period: Period? = nil) throws {
        let table = try BaselineTable(bytes, file: file, period: period, source: nil)
        let outcome = try registry.importBaselines(by: "an", from: file, at: moment) { ground throws(ImportFailure) in
            try table.plan(on: ground, replacing: false)
        }.get()
        if let batch = outcome.batch { _ = try registry.approveBaselines(batch.id, by: "bình", at: moment).get() }
    }

    /// Figures of 2021: 800 results in force in one town, 10,000 in the communes together, and what was counted of them.
    func addFigures() throws {
        try importBaselines(
            Array(
                """
                indicator,scope,period,denominator,source
                R3,level:commune,2021,10000,=Sở Tư pháp
                R3,st-941,2021,800,Văn phòng

                """.utf8), file: "figures.csv")
        try count(1234, .resultsInForce, "st-31498", .commune, on: "2021-06-25")
        try count(200, .resultsInForce, "st-941", .district, on: "2021-06-25")
        try count(3, .submissions, "st-31498", nil, on: "2021-06-25")
    }

    /// Counts `amount` as the intake does.
    func count(_ amount: Int, _ measure: Measure, _ scope: String, _ level: Level?, on text: String) throws {
        try registry.write { db in
            var tally = Tally()
            tally.add(amount, to: measure, scope: scope, level: level?.rawValue ?? "", on: day(text))
            try tally.apply(to: db)
        }
    }

    func published(_ text: String, asOf: String = "2021-06-30", _ indicators: [Indicator] = []) throws
        -> PublishedReport
    {
        try PublishedReport.make(
            period: period(text), asOf: day(asOf), indicators: indicators, decimals: 2, from: registry
        ).get()
    }

    @discardableResult
    func freeze(_ text: String, asOf: String = "2021-06-30") throws -> StoredSnapshot {
        try registry.freezeReport(
            period: period(text), asOf: day(asOf), decimals: 2, collector: "c-0123456789abcdef", program: "0.1.0",
            key: key, by: "an", at: moment
        ).get()
    }

    // MARK: Dossiers

    func station() throws -> SampleStation {
        let key = SigningKey()
        let secret = try registry.issueToken(for: commune, lifetime: 3600, by: "admin", at: moment).secret
        let request = EnrolmentRequest(
            token: secret.text, publicKey: key.verificationKey.derRepresentation, label: "PC-1", agentVersion: "1.0")
        guard case .enrolled(let record, _, _) = try registry.enrol(request, key: key.verificationKey, at: moment)
        else {
            throw Unexpected()
        }
        return SampleStation(id: record.id, site: commune, key: key)
    }

    /// Stores the contents and takes the manifest in.
    func accept(_ sealed: SealedManifest, contents: [[UInt8]] = []) throws {
        for bytes in contents { try store.put(bytes) }
        let key = key
        let terms = SubmissionTerms(now: moment, uploadLifetime: 86_400, isStored: { _, _ in true }) { receipt in
            key.seal(try! Wire.encode(receipt), type: Receipt.payloadType)
        }
        _ = try registry.announce(
            ReceivedManifest(
                envelope: sealed.bytes, digest: sealed.digest, manifest: sealed.manifest, refusal: nil), terms: terms
        ).get()
        _ = try registry.complete(sealed.digest, terms: terms)
    }

    func contents(_ code: String = "H51.18-210615-0001") throws -> DossierContents {
        let record = try #require(try registry.dossier(DossierCode(rawValue: code)!, at: commune).first)
        return try DossierContents(record)
    }

    func pdf(_ code: String = "H51.18-210615-0001") throws -> DossierPDF {
        DossierPDF(try contents(code), store: store, producer: "sohoa-collector 0.1.0", at: moment)
    }

    struct Unexpected: Error {}
}

/// Gives `body` a collector's index and store.
func withCabinet<Result>(_ body: (Cabinet, FilePath) async throws -> Result) async throws -> Result {
    try await withTemporaryDirectory { folder in
        let data = folder.appending("data")
        try DurableFile.createDirectory(data)
        let cabinet = try Cabinet(at: data)
        defer { try? cabinet.registry.close() }
        return try await body(cabinet, folder)
    }
}

/// A heading as an office would fill it in.
let heading = ReportHeading(
    superior: "ỦY BAN NHÂN DÂN TỈNH SÓC TRĂNG", organisation: "VĂN PHÒNG", number: "15/BC-VP", place: "Sóc Trăng",
    date: day("2021-07-05"), signerTitles: ["CHÁNH VĂN PHÒNG"], signer: "Nguyễn Văn A",
    recipients: ["UBND tỉnh", "Lưu: VT"])

/// The scanned papers of the repository, with what a manifest says of them.
func samplePages(_ count: Int) throws -> [(bytes: [UInt8], page: Page)] {
    try SamplePages.files().prefix(count).map { file in
        let bytes = Array(try Data(contentsOf: URL(filePath: file.string)))
        return (bytes, SampleContent.page(bytes))
    }
}

/// Runs a program that must succeed, and gives its output.
@discardableResult
func output(_ name: String, _ arguments: String..., environment: [String: String] = [:]) async throws -> String {
    let result = try await runTool(name, arguments, environment: environment, within: .seconds(120))
    try #require(result.exitCode == 0, "\(name) \(arguments): \(result.output) \(result.errors)")
    return result.output
}

/// The names in a folder.
func names(_ folder: FilePath) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.string).sorted()
}
