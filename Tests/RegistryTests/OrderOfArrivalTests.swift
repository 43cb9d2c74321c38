import Dossiers
import Exchange
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Registry

/// Any order of arrival must give the same figures, and the figures that a recount gives.
struct OrderOfArrivalTests {
    @Test("Random submissions in random orders give the same figures, and a recount agrees", arguments: 1...8)
    func property(seed: UInt64) async throws {
        var random = Seeded(seed)
        let history = History(stations: 5, manifests: 40, using: &random)
        var expected: Figures?
        for round in 0..<4 {
            try await withTemporaryDirectory { folder in
                let province = try Province(at: folder)
                try history.play(on: province, using: &random)
                let figures = try Figures(of: province)
                let (differing, same) = (figures.differing(from: expected ?? figures), [String]())
                #expect(differing == same, "seed \(seed), round \(round)")
                #expect(try province.differences().isEmpty, "seed \(seed), round \(round)")
                #expect(figures.results == history.countedResults(effective: figures.effective))
                let dossiers = history.countedDossiers(complete: figures.complete, effective: figures.effective)
                #expect(figures.dossiers == dossiers, "seed \(seed), round \(round)")
                for (measure, sum) in [
                    (Measure.dossiers, dossiers.count),
                    (.digitisedDossiers, dossiers.values.count(where: \.isDigitised)),
                    (.componentPapers, dossiers.values.reduce(0) { $0 + $1.papers }),
                    (.reusedPapers, dossiers.values.reduce(0) { $0 + $1.reusedPapers }),
                ] { #expect(figures.total(measure) == sum, "\(measure), seed \(seed), round \(round)") }
                let loads = history.countedLoads(
                    complete: figures.complete, effective: figures.effective, dossiers: dossiers)
                let wrong = Set(loads.keys).union(figures.loads.keys).filter { loads[$0] != figures.loads[$0] }
                #expect(wrong.map(\.text).sorted() == same, "seed \(seed), round \(round)")
                try expectListsAgree(province, "seed \(seed), round \(round)")
                try expectLoadListsAgree(province, "seed \(seed), round \(round)")
                expected = figures
                try province.registry.close()
            }
        }
        #expect(expected?.counters.isEmpty == false)
    }
}

/// Everything derived.
private struct Figures {
    var complete: Set<ContentDigest>
    var effective: Set<ContentDigest>
    var dossiers: [DossierCode: DossierFact]
    var results: Set<String>
    var facts: [String]
    var counters: [CounterKey: Counts]
    var loads: [LoadKey: Load]

    init(of province: Province) throws {
        counters = try province.counters()
        loads = try province.loads()
        func digests(_ db: Database, _ condition: String) throws -> Set<ContentDigest> {
            Set(
                try Row.fetchAll(db, sql: "SELECT digest FROM manifest WHERE \(condition)").map {
                    $0.digest("digest")
                })
        }
        (complete, effective, dossiers, results, facts) = try province.registry.pool.read { db in
            let codes = try String.fetchAll(db, sql: "SELECT dossierCode FROM dossierFact")
            return (
                try digests(db, "state = 'complete'"), try digests(db, "isEffective"),
                try codes.reduce(into: [:]) { facts, text in
                    let code = DossierCode(rawValue: text)!
                    facts[code] = try DossierFact.fetch(code, in: db)
                },
                Set(try String.fetchAll(db, sql: "SELECT key FROM resultFact")),
                // Numbers of scopes are those of the order of arrival.
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT dossierCode, f.site, day, isDigitised, papers, reusedPapers, s.name, pages
                        FROM dossierFact AS f JOIN loadScope AS s ON s.id = f.procedure ORDER BY dossierCode
                        """
                ).map(\.description)
                    + Row.fetchAll(db, sql: "SELECT * FROM resultFact ORDER BY key").map(\.description)
            )
        }
    }
}

extension Figures {
    /// The sum of a measure over all sites.
    func total(_ measure: Measure) -> Int {
        counters.reduce(0) { $0 + ($1.key.grain == .month ? $1.value[measure] : 0) }
    }

    /// What differs, in few words.
    func differing(from other: Figures) -> [String] {
        let counters = self.counters.keys.filter { self.counters[$0] != other.counters[$0] }
        var found = effective.symmetricDifference(other.effective).map { "manifest \($0)" }
        found += Set(facts).symmetricDifference(other.facts)
        found += counters.map { "\($0)" }
        found += loads.keys.filter { loads[$0] != other.loads[$0] }.map(\.text)
        if self.counters.count != other.counters.count { found.append("number of counters") }
        if loads.count != other.loads.count { found.append("number of loads") }
        return found
    }
}

/// What some stations sealed over some weeks, with corrections, restatements and papers scanned twice.
private struct History {
    var stations: [SampleStation] = []
    /// In the order of sealing: what a manifest refers to comes before it.
    var sealed: [SealedManifest] = []
    /// Whose pages never come.
    var unfinished: Set<ContentDigest> = []

    init(stations count: Int, manifests: Int, using random: inout Seeded) {
        let sites = [commune, commune, district, SiteID(rawValue: "pb-cm-002")!, province]
        stations = (0..<count).map { SampleStation(site: sites[$0 % sites.count]) }
        for number in 0..<manifests {
            let index = Int.random(in: 0..<count, using: &random)
            let site = stations[index].site
            let code =
                "H51.18-21061\(Int.random(in: 0...2, using: &random))-000\(Int.random(in: 1...3, using: &random))"
            let former = sealed.filter { $0.manifest.site == site && $0.manifest.dossier.code.rawValue == code }
            var documents = Self.documents(number, using: &random)
            // Sometimes the same statement again, as after a new enrolment. Its pages come with either.
            let same = former.filter { !unfinished.contains($0.digest) }.randomElement(using: &random)
            let isRestatement = same != nil && Int.random(in: 0..<4, using: &random) == 0
            if let same, isRestatement { documents = same.manifest.documents }
            var procedure: String = ["1.004946", "2.000889", "-x"].randomElement(using: &random)!
            if let same, isRestatement { procedure = same.manifest.dossier.procedure }
            let officer: String = ["an", "bình", "bi\u{300}nh"].randomElement(using: &random)!
            let supersedes = former.filter { _ in Int.random(in: 0..<2, using: &random) == 0 }.map(\.digest)
            // Clocks are not always right.
            let seconds = number * 86_400 / 4 + Int.random(in: -90_000...90_000, using: &random)
            let manifest = stations[index].seal(
                code, documents: documents, sealedAt: noon.addingTimeInterval(Double(seconds)),
                isComplete: Bool.random(using: &random), supersedes: supersedes
            ) { (manifest: inout Manifest) in
                manifest.operatorName = officer
                manifest.dossier.procedure = procedure
            }
            sealed.append(manifest)
            if !isRestatement, Int.random(in: 0..<8, using: &random) == 0 { unfinished.insert(manifest.digest) }
        }
    }

    /// Papers with pages of their own, so that nothing is complete before its pages come.
    private static func documents(_ number: Int, using random: inout Seeded) -> [Document] {
        var documents: [Document] = []
        for index in 0...Int.random(in: 0...2, using: &random) {
            let page = SampleContent.page(UInt64(number * 10 + index), count: 64)
            if Bool.random(using: &random) {
                // Some are reused, some bear a number, and some dossiers have two of a kind.
                let isReused = Int.random(in: 0..<3, using: &random) == 0
                var component =
                    isReused ? Document.reused("H51.18-210301-0001", from: page.digest) : Document.component(page)
                component.type = ["CCCD", "GCS"].randomElement(using: &random)!
                if Bool.random(using: &random) { component.number = "\(Int.random(in: 1...3, using: &random))" }
                documents.append(component)
                continue
            }
            documents.append(
                .result(
                    Bool.random(using: &random) ? "\(Int.random(in: 1...6, using: &random))" : nil,
                    authority: Bool.random(using: &random) ? "pb-cm-001" : "pb-d01",
                    level: Bool.random(using: &random) ? .commune : .district,
                    issuedOn: Bool.random(using: &random)
                        ? CalendarDay("2021-06-0\(Int.random(in: 1...9, using: &random))") : nil,
                    inForce: Int.random(in: 0..<4, using: &random) > 0, page))
        }
        return documents
    }

    /// Delivers everything: chains in order, what is superseded first, pages in any order.
    func play(on province: Province, using random: inout Seeded) throws {
        for station in stations {
            let request = try province.request(station.key, at: station.site)
            _ = try province.registry.enrol(request, key: station.key.verificationKey, at: noon)
        }
        // The stations' identities are those of the history, not those of this enrolment.
        try province.registry.pool.write { db in
            for station in stations {
                try db.execute(
                    sql: "UPDATE station SET id = ? WHERE publicKey = ?",
                    arguments: [station.id.rawValue, station.key.verificationKey.derRepresentation])
            }
        }
        var posted: Set<ContentDigest> = []
        var (open, waiting) = (sealed, [SealedManifest]())
        while !open.isEmpty || !waiting.isEmpty {
            let ready = open.filter { manifest in
                (manifest.manifest.previous.map(posted.contains) ?? true)
                    && manifest.manifest.supersedes.allSatisfy(posted.contains)
            }
            if let next = ready.randomElement(using: &random), waiting.isEmpty || Bool.random(using: &random) {
                open.removeAll { $0.digest == next.digest }
                posted.insert(next.digest)
                let record = try province.announce(next)
                #expect(record.state != .refused)
                if !unfinished.contains(next.digest) { waiting.append(next) }
            } else if let index = waiting.indices.randomElement(using: &random) {
                _ = try province.registry.complete(waiting.remove(at: index).digest, terms: province.terms())
            }
        }
    }

    /// The results that statements which stand name: read from the manifests, without the index.
    func countedResults(effective: Set<ContentDigest>) -> Set<String> {
        Set(
            sealed.filter { effective.contains($0.digest) }.flatMap { sealed in
                sealed.manifest.documents.compactMap { ResultKey.of($0, in: sealed.manifest.dossier.code) }
            })
    }

    /// The dossiers, each once: read from the manifests, without the index.
    func countedDossiers(complete: Set<ContentDigest>, effective: Set<ContentDigest>) -> [DossierCode: DossierFact] {
        let known = sealed.filter { complete.contains($0.digest) }
        return Dictionary(grouping: known, by: \.manifest.dossier.code).mapValues { manifests in
            let first = manifests.min {
                ($0.manifest.sealedAt.seconds, $0.digest) < ($1.manifest.sealedAt.seconds, $1.digest)
            }!.manifest
            let standing = manifests.filter { effective.contains($0.digest) }.map(\.manifest)
            var (scanned, all) = (Set<String>(), Set<String>())
            for manifest in standing {
                var places: [String: Int] = [:]
                for document in manifest.documents where document.role == .component {
                    var paper = "\(document.type) number \(document.number ?? "")"
                    if document.number == nil {
                        places[document.type, default: 0] += 1
                        paper = "\(document.type) place \(places[document.type]!)"
                    }
                    all.insert(paper)
                    if document.reuse == nil { scanned.insert(paper) }
                }
            }
            return DossierFact(
                site: first.site, day: first.dossier.code.receivedOn!,
                isDigitised: standing.contains {
                    $0.dossier.componentsComplete && $0.documents.contains { $0.role == .component }
                }, papers: all.count, reusedPapers: all.count - scanned.count,
                procedure: OpaqueText(standing.max(by: Self.isBefore)!.dossier.procedure),
                pages: standing.reduce(0) { $0 + $1.pages.count })
        }
    }

    private static func isBefore(_ a: Manifest, _ b: Manifest) -> Bool {
        func digest(_ manifest: Manifest) -> ContentDigest { ContentDigest(sha256Of: try! Wire.encode(manifest)) }
        return (a.sealedAt.seconds, digest(a)) < (b.sealedAt.seconds, digest(b))
    }

    /// What was done, by office and officer and by office and procedure: read from the manifests, without the index.
    func countedLoads(
        complete: Set<ContentDigest>, effective: Set<ContentDigest>, dossiers: [DossierCode: DossierFact]
    ) -> [LoadKey: Load] {
        var loads: [LoadKey: Load] = [:]
        func add(_ load: Load, by manifest: Manifest) {
            let officer = LoadScope(.officer, manifest.operatorName, at: manifest.site)
            loads[LoadKey(scope: officer, day: CalendarDay(manifest.sealedAt)), default: Load()] += load
        }
        let known = sealed.filter { complete.contains($0.digest) }
        for manifest in known where effective.contains(manifest.digest) {
            add(Load(pages: manifest.manifest.pages.count), by: manifest.manifest)
        }
        for same in Dictionary(grouping: known.map(\.manifest), by: \.contentDigest).values {
            add(Load(submissions: 1), by: same.min(by: Self.isBefore)!)
        }
        for same in Dictionary(grouping: known.map(\.manifest), by: \.dossier.code).values {
            add(Load(dossiers: 1), by: same.min(by: Self.isBefore)!)
        }
        for fact in dossiers.values {
            let scope = LoadScope(.procedure, fact.procedure.text, at: fact.site)
            loads[LoadKey(scope: scope, day: fact.day), default: Load()] += Load(
                dossiers: 1, digitised: fact.isDigitised ? 1 : 0, pages: fact.pages)
        }
        // Who only said again what stands, with nothing but reused papers, did nothing.
        return loads.filter { $0.value != Load() }
    }
}
