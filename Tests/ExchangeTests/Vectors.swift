import Dossiers
import Exchange
import Foundation

/// The files of `Vectors/`, and what they say as values. Made by other programs: see `Vectors/README.md`.
enum Vectors {
    static let stationKey = try! SigningKey(pem: text("TEST-KEY-station.pem"))
    static let collectorKey = try! SigningKey(pem: text("TEST-KEY-collector.pem"))
    static let station = StationID(rawValue: "t-0123456789abcdef")!
    static let site = SiteID(rawValue: "xa-dai-tam")!
    static let collector = "c-soc-trang"

    /// The bytes of a file.
    static func data(_ name: String) -> Data {
        try! Data(contentsOf: Bundle.module.resourceURL!.appendingPathComponent("Vectors/\(name)"))
    }

    static func text(_ name: String) -> String { String(decoding: data(name), as: UTF8.self) }

    static func digest(_ name: String) -> ContentDigest { ContentDigest(rawValue: text("\(name).sha256"))! }

    static func envelope(_ name: String) -> Envelope {
        try! Wire.decode(Envelope.self, from: data("\(name).envelope.json"))
    }

    static func date(_ text: String) -> Date { try! Date(text, strategy: .iso8601) }

    /// What `manifest-first.json` says: as little as a manifest can.
    static let firstManifest = Manifest(
        station: station, sequence: 1, previous: nil, site: site, operatorName: "lan.tt",
        sealedAt: date("2021-06-15T01:31:02Z"),
        dossier: Dossier(
            code: DossierCode(rawValue: "000.18.29.H51-210615-0001")!, procedure: "1.001193",
            owner: Owner(name: "Nguyễn Thị Hồ Sơ"), componentsComplete: false),
        documents: [
            Document(
                role: .component, type: "to-khai", authority: "xa-dai-tam", level: .commune,
                pages: [page("first page")])
        ])

    /// What `manifest.json` says: every member, and a name that is decomposed (NFD).
    static let manifest = Manifest(
        station: station, sequence: 2, previous: digest("manifest-first"), site: site, operatorName: "Trần Thị Lan",
        sealedAt: date("2021-06-15T09:00:00Z"), clockCorrection: -3600,
        dossier: Dossier(
            code: DossierCode(rawValue: "000.18.29.H51-210615-0001")!, procedure: "1.001193",
            owner: Owner(
                name: "Nguye\u{302}\u{303}n Thi\u{323} Ho\u{302}\u{300} So\u{31b} \"/\\ 𡨸",
                identityNumber: "094123456789"), componentsComplete: true),
        documents: [
            Document(
                role: .component, type: "to-khai", authority: "xa-dai-tam", level: .commune,
                pages: [
                    page("first page"),
                    page(
                        "back of the first page", colourMode: .grey, scannedAt: "2021-06-15T01:30:04Z",
                        flags: [.rescanned, .blankSuspected]),
                    page("first page", flags: [.repeated]),
                ]),
            Document(
                role: .result, type: "giay-khai-sinh", number: "12/2021", issuedOn: CalendarDay("2021-06-15"),
                issuer: "UBND xã Đại Tâm", authority: "xa-dai-tam", level: .commune, inForce: false,
                pages: [
                    Page(
                        digest: ContentDigest(sha256Of: Data("result".utf8)), byteLength: 6, mediaType: "image/png",
                        width: 1, height: 65_500, resolution: 10_000, colourMode: .bilevel, scanner: nil,
                        scannedAt: date("2021-06-15T01:30:00Z"), flags: [.imported])
                ]),
        ], supersedes: [digest("manifest-first")], sheetsExpected: 2)

    /// What `manifest-corrected.json` says: a page that is turned, a component that is reused, and the history.
    static let correctedManifest = Manifest(
        station: station, sequence: 3, previous: digest("manifest"), site: site, operatorName: "lan.tt",
        sealedAt: date("2021-06-16T02:00:00Z"), dossier: manifest.dossier,
        documents: [
            Document(
                role: .component, type: "to-khai", authority: "xa-dai-tam", level: .commune,
                pages: [page("first page", rotation: 270)]),
            manifest.documents[1],
            Document(
                role: .component, type: "giay-chung-sinh", number: "08", authority: "xa-dai-tam", level: .commune,
                reuse: Reuse(
                    dossier: DossierCode(rawValue: "000.18.29.H51-210301-0042")!,
                    site: SiteID(rawValue: "xa-tham-don")!, manifest: digest("manifest-first"),
                    digitisedOn: CalendarDay("2021-03-01")!)),
        ], supersedes: [digest("manifest")],
        corrections: [
            Correction(
                at: date("2021-06-16T01:58:00Z"), by: "lan.tt", action: .rotated,
                page: ContentDigest(sha256Of: Data("first page".utf8)), detail: "270"),
            Correction(
                at: date("2021-06-16T01:58:30Z"), by: "minh.nv", action: .removed,
                page: ContentDigest(sha256Of: Data("back of the first page".utf8))),
            Correction(
                at: date("2021-06-16T01:59:00Z"), by: "lan.tt", action: .reused,
                detail: "giay-chung-sinh, 000.18.29.H51-210301-0042"),
        ])

    /// What the `receipt-*.json` say.
    static func receipt(
        _ outcome: Receipt.Outcome, duplicateOf: ContentDigest? = nil, refusal: Receipt.Refusal? = nil
    ) -> Receipt {
        Receipt(
            manifest: digest("manifest"), station: station, sequence: 2, site: site, number: 814_602,
            issuedAt: date("2021-06-15T09:00:05Z"), outcome: outcome, duplicateOf: duplicateOf, refusal: refusal,
            pages: refusal == nil ? 3 : 0, bytes: refusal == nil ? 38 : 0)
    }

    private static func page(
        _ content: String, colourMode: ColourMode = .colour, scannedAt: String = "2021-06-15T01:30:00Z",
        flags: Set<PageFlag> = [], rotation: Int? = nil
    ) -> Page {
        Page(
            digest: ContentDigest(sha256Of: Data(content.utf8)), byteLength: content.utf8.count, width: 1654,
            height: 2339, resolution: 200, colourMode: colourMode, scanner: "Fujitsu fi-7160 fujitsu:fi-7160:83213",
            scannedAt: date(scannedAt), flags: flags, rotation: rotation)
    }
}
