import Dossiers
import Exchange
import Foundation
import Testing

/// One change of a good manifest, and the place that the broken rule must name; nil where no rule is broken.
struct ManifestChange: Sendable, CustomTestStringConvertible {
    let name: String
    let place: String?
    let apply: @Sendable (inout Manifest) -> Void

    init(_ name: String, breaks place: String?, _ apply: @escaping @Sendable (inout Manifest) -> Void) {
        self.name = name
        self.place = place
        self.apply = apply
    }

    var testDescription: String { name }
}

@Suite struct ManifestRulesTests {
    @Test func `The golden manifests break no rule`() throws {
        try Vectors.firstManifest.checkRules()
        try Vectors.manifest.checkRules()
        try Vectors.correctedManifest.checkRules()
    }

    @Test("A manifest of reused papers alone, without a page, breaks no rule")
    func reusedAlone() throws {
        var manifest = Vectors.correctedManifest
        manifest.documents = [manifest.documents[2]]
        try manifest.checkRules()
        #expect(manifest.distinctPages.isEmpty)
    }

    @Test("No corrections leave no trace in the JSON, and other manifests' are no part of what is stated")
    func corrections() throws {
        var manifest = Vectors.correctedManifest
        let content = manifest.contentDigest
        manifest.corrections = []
        #expect(manifest.contentDigest == content)
        #expect(!String(decoding: try Wire.encode(manifest), as: UTF8.self).contains("corrections"))
        manifest.documents[0].pages[0].rotation = nil
        #expect(manifest.contentDigest != content)
    }

    @Test("Each rule is found broken by a manifest that breaks it alone", arguments: broken)
    func breaks(change: ManifestChange) throws {
        var manifest = Vectors.manifest
        change.apply(&manifest)
        let error = #expect(throws: BrokenRule.self) { try manifest.checkRules() }
        #expect(error?.detail.hasPrefix(try #require(change.place)) == true, "\(error?.detail ?? "")")
        #expect(error?.detail.contains("Nguy") == false)
    }

    @Test("What is at a limit breaks no rule", arguments: atLimit)
    func atTheLimit(change: ManifestChange) throws {
        var manifest = Vectors.manifest
        change.apply(&manifest)
        try manifest.checkRules()
    }

    @Test func `The limits on names count Unicode scalars, so that both forms of a name of 100 letters pass`() throws {
        var manifest = Vectors.manifest
        manifest.dossier.owner.name = String(repeating: "e\u{302}", count: 100)
        try manifest.checkRules()
        manifest.dossier.owner.name += "e"
        #expect(throws: BrokenRule.self) { try manifest.checkRules() }
    }

    static let controls = ["a\tb", "a\nb", "a\rb", "\u{0}", "a\u{1b}[31m", "a\u{7f}", "a\u{85}"]

    /// Every text of a manifest that people write: its place and longest length, and how to put it.
    static let texts: [(place: String, limit: Int, put: @Sendable (inout Manifest, String) -> Void)] = [
        ("operator", 200, { $0.operatorName = $1 }),
        ("dossier.procedure", 64, { $0.dossier.procedure = $1 }),
        ("dossier.owner.name", 200, { $0.dossier.owner.name = $1 }),
        ("dossier.owner.identityNumber", 100, { $0.dossier.owner.identityNumber = $1 }),
        ("documents[1].type", 64, { $0.documents[1].type = $1 }),
        ("documents[1].authority", 64, { $0.documents[1].authority = $1 }),
        ("documents[1].number", 100, { $0.documents[1].number = $1 }),
        ("documents[1].issuer", 200, { $0.documents[1].issuer = $1 }),
        ("documents[0].pages[2].mediaType", 64, { $0.documents[0].pages[2].mediaType = $1 }),
        ("documents[0].pages[2].scanner", 200, { $0.documents[0].pages[2].scanner = $1 }),
        ("corrections[1].by", 200, { $0.corrections = corrections(2, by: $1) }),
        ("corrections[1].detail", 200, { $0.corrections = corrections(2, detail: $1) }),
    ]

    static let broken: [ManifestChange] = {
        var changes = [
            ManifestChange("no documents", breaks: "documents is empty") { $0.documents = [] },
            ManifestChange("1001 documents", breaks: "documents has over 1000") { $0.documents = documents(1001) },
            ManifestChange("a document without pages", breaks: "documents[1] has no pages") {
                $0.documents[1].pages = []
            },
            ManifestChange("10001 pages", breaks: "the manifest names over 10000 pages") {
                $0.documents[0].pages = Array(repeating: $0.documents[0].pages[0], count: 10_000)
            },
            ManifestChange("a reused document with pages", breaks: "documents[1] is reused and has pages") {
                $0.documents[1].role = .component
                $0.documents[1].reuse = reuse
            },
            ManifestChange("a reused result", breaks: "documents[1] is reused and no component") {
                $0.documents[1].pages = []
                $0.documents[1].reuse = reuse
            },
            ManifestChange("10001 corrections", breaks: "corrections has over 10000") {
                $0.corrections = corrections(10_001)
            },
            ManifestChange("a manifest superseded twice", breaks: "supersedes") { $0.supersedes += $0.supersedes },
            ManifestChange("one page with two lengths", breaks: "page 845bb60f") {
                $0.documents[0].pages[2].byteLength += 1
            },
            ManifestChange("one page with two lengths in two documents", breaks: "page f6a214f7") {
                var page = $0.documents[1].pages[0]
                page.byteLength = 7
                $0.documents[0].pages.append(page)
            },
        ]
        for text in texts {
            for value in controls + ["", String(repeating: "x", count: text.limit + 1)] {
                let name =
                    "\(text.place): \(value.unicodeScalars.count) characters, \(value.debugDescription.prefix(12))"
                changes.append(ManifestChange(name, breaks: text.place) { text.put(&$0, value) })
            }
        }
        for number in numbers {
            for value in number.outside {
                changes.append(
                    ManifestChange("\(number.place) \(value)", breaks: number.place) { number.put(&$0, value) })
            }
        }
        return changes
    }()

    static let atLimit: [ManifestChange] = {
        var changes = [
            ManifestChange("1000 documents", breaks: nil) { $0.documents = documents(1000) },
            ManifestChange("10000 pages", breaks: nil) {
                $0.documents[0].pages = Array(repeating: $0.documents[0].pages[0], count: 9999)
            },
            ManifestChange("no sheets counted", breaks: nil) { $0.sheetsExpected = nil },
            ManifestChange("10000 corrections", breaks: nil) { $0.corrections = corrections(10_000) },
        ]
        for text in texts {
            for value in ["x", String(repeating: "x", count: text.limit), "ồ\u{302} \"/\\ 𡨸 ; , '"] {
                let name = "\(text.place): \(value.unicodeScalars.count) characters"
                changes.append(ManifestChange(name, breaks: nil) { text.put(&$0, value) })
            }
        }
        for number in numbers {
            for value in number.inside {
                changes.append(ManifestChange("\(number.place) \(value)", breaks: nil) { number.put(&$0, value) })
            }
        }
        return changes
    }()

    typealias Number = (
        place: String, inside: [Int], outside: [Int], put: @Sendable (inout Manifest, Int) -> Void
    )

    static let numbers: [Number] = [
        ("sheetsExpected", [0, 10_000], [-1, 10_001, .max], { $0.sheetsExpected = $1 }),
        (
            "documents[1].pages[0].byteLength", [1, 64 << 20], [0, -1, (64 << 20) + 1, .max],
            { $0.documents[1].pages[0].byteLength = $1 }
        ),
        ("documents[1].pages[0]", [1, 65_500], [0, -1, 65_501, .max], { $0.documents[1].pages[0].width = $1 }),
        ("documents[1].pages[0]", [1, 65_500], [0, -1, 65_501, .min], { $0.documents[1].pages[0].height = $1 }),
        (
            "documents[1].pages[0].resolution", [1, 10_000], [0, -200, 10_001],
            { $0.documents[1].pages[0].resolution = $1 }
        ),
        (
            "documents[1].pages[0].rotation", [90, 180, 270], [0, 1, -90, 360, 450],
            { $0.documents[1].pages[0].rotation = $1 }
        ),
    ]

    static let reuse = Vectors.correctedManifest.documents[2].reuse

    /// Corrections of which the last has these texts.
    static func corrections(_ count: Int, by name: String = "lan.tt", detail: String? = nil) -> [Correction] {
        let plain = Correction(at: Vectors.manifest.sealedAt, by: "lan.tt", action: .moved)
        let last = Correction(at: plain.at, by: name, action: .paperChanged, detail: detail)
        return Array(repeating: plain, count: count - 1) + [last]
    }

    static func documents(_ count: Int) -> [Document] {
        Array(repeating: Vectors.firstManifest.documents[0], count: count)
    }
}
