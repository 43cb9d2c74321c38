import Dossiers
import Exchange
import Foundation
import TestSupport

/// What the stations of the province sealed in a year, with every case that makes counting hard.
struct GoldenHistory: Sendable {
    /// In the order in which it was made: what a manifest refers to comes before it.
    private(set) var sealed: [SealedManifest] = []
    /// Whose pages never come.
    private(set) var unfinished: Set<ContentDigest> = []
    /// The bytes of pages.
    private(set) var contents: [ContentDigest: [UInt8]] = [:]

    private var stations: [GoldenStation]
    private var random: Seeded
    private var pages = 0

    /// - Parameter stations: two of each office, one after the other.
    init(_ stations: [GoldenStation], dossiers: Int, seed: UInt64) {
        self.stations = stations
        random = Seeded(seed)
        for number in 0..<dossiers { add(number) }
        quietOffice()
    }

    private mutating func add(_ number: Int) {
        let first = anyStation(on: anyDay())
        switch number % 20 {
        case 0..<9: seal(first.0, code(number, first.1), documents(number, first.0), on: first.1)
        case 9..<12: atSeveralOffices(number, first)
        case 12..<14: corrected(number, first)
        case 14: number % 40 == 14 ? namedElsewhere(number, first) : correctedOverOneThatWaits(number, first)
        case 15: restated(number, first)
        case 16:
            let digest = seal(first.0, code(number, first.1), documents(number, first.0, areNew: true), on: first.1)
            unfinished.insert(digest)
        case 17:
            // Names as superseded what nobody has: refused.
            let nothing = ContentDigest(sha256Of: Array("nothing \(number)".utf8))
            seal(first.0, code(number, first.1), documents(number, first.0), on: first.1, supersedes: [nothing])
        case 18:
            // Sealed after the office was closed: refused; the clock of another was months late.
            if let closed = stations.indices.filter({ stations[$0].last != nil }).randomElement(using: &random) {
                let day = stations[closed].last!.advanced(by: Int.random(in: 1...40, using: &random))
                seal(closed, code(number, day), documents(number, closed), on: day)
            }
            let day = first.1.advanced(by: -150)
            seal(first.0, code(number, first.1), documents(number, first.0), on: day)
        default: noLongerInForce(number, first)
        }
    }

    // MARK: Cases

    private mutating func atSeveralOffices(_ number: Int, _ first: (Int, CalendarDay)) {
        let code = code(number, first.1)
        seal(first.0, code, documents(number, first.0), on: first.1)
        for _ in 0...Int.random(in: 0...1, using: &random) {
            let other = anyStation(on: anyDay(near: first.1))
            seal(other.0, code, documents(number, other.0), on: other.1)
        }
    }

    /// Said anew once or twice, by either station of the office; the second may name one or both.
    private mutating func corrected(_ number: Int, _ first: (Int, CalendarDay)) {
        let code = code(number, first.1)
        var (digests, day) = ([seal(first.0, code, documents(number, first.0), on: first.1)], first.1)
        for _ in 0...Int.random(in: 0...1, using: &random) {
            day = day.advanced(by: Int.random(in: 0...60, using: &random))
            let station = random.next() % 3 == 0 ? partner(of: first.0) : first.0
            guard stations[station].isThere(on: day) else { return }
            let superseded = digests.filter { _ in random.next() % 4 > 0 }
            digests.append(seal(station, code, documents(number, station), on: day, supersedes: superseded))
        }
    }

    /// The same said again by the other station, which was enrolled before the receipt came; then corrected once.
    private mutating func restated(_ number: Int, _ first: (Int, CalendarDay)) {
        let code = code(number, first.1)
        let papers = documents(number, first.0)
        let again = first.1.advanced(by: Int.random(in: 5...45, using: &random))
        let later = again.advanced(by: 3)
        seal(first.0, code, papers, on: first.1, isComplete: true)
        guard stations[first.0].isThere(on: later) else { return }
        let second = seal(partner(of: first.0), code, papers, on: again, isComplete: true)
        guard number % 40 == 15 else { return }
        seal(partner(of: first.0), code, documents(number, first.0), on: later, supersedes: [second])
    }

    /// A correction takes the place of one whose pages never come, and so of what that one corrected.
    private mutating func correctedOverOneThatWaits(_ number: Int, _ first: (Int, CalendarDay)) {
        let (code, later) = (code(number, first.1), first.1.advanced(by: 2))
        guard stations[first.0].isThere(on: later) else { return }
        let digest = seal(first.0, code, documents(number, first.0), on: first.1)
        let waiting = [
            Document.component(page(first.0, isNew: true)), result(number, first.0, areNew: true),
        ]
        let second = seal(first.0, code, waiting, on: first.1.advanced(by: 1), supersedes: [digest])
        unfinished.insert(second)
        seal(first.0, code, [.component(page(first.0, isNew: false))], on: later, supersedes: [second])
    }

    /// A result that a correction takes out of the dossier in which it came first; another office's still names it.
    private mutating func namedElsewhere(_ number: Int, _ first: (Int, CalendarDay)) {
        let (code, later) = (code(number, first.1), first.1.advanced(by: 3))
        var result = result(number, first.0)
        (result.number, result.inForce, result.issuedOn) = ("\(number)/CN", true, nil)
        let digest = seal(first.0, code, [.component(page(first.0, isNew: false)), result], on: first.1)
        let other = anyStation(on: anyDay(near: first.1.advanced(by: 50)))
        seal(other.0, self.code(number + 100_000, other.1), [result], on: other.1)
        guard stations[first.0].isThere(on: later) else { return }
        seal(first.0, code, [.component(page(first.0, isNew: false))], on: later, supersedes: [digest])
    }

    /// An office that sends one dossier, and says it again months later: that is no further submission.
    private mutating func quietOffice() {
        guard let station = stations.firstIndex(where: { $0.isQuiet }) else { return }
        let (first, again) = (CalendarDay(year: 2025, month: 2, day: 5)!, CalendarDay(year: 2025, month: 5, day: 5)!)
        let (code, papers) = (code(9000, first), documents(9000, station))
        seal(station, code, papers, on: first, isComplete: true)
        seal(partner(of: station), code, papers, on: again, isComplete: true)
    }

    /// A result that another office scans again in another dossier, and says to be over.
    private mutating func noLongerInForce(_ number: Int, _ first: (Int, CalendarDay)) {
        var result = result(number, first.0)
        (result.number, result.inForce) = ("\(number)/QĐ", true)
        seal(first.0, code(number, first.1), [result], on: first.1)
        let other = anyStation(on: anyDay(near: first.1))
        result.inForce = false
        seal(other.0, code(number + 100_000, other.1), [result], on: other.1)
    }

    // MARK: Parts

    @discardableResult
    private mutating func seal(
        _ station: Int, _ code: String, _ documents: [Document], on day: CalendarDay, supersedes: [ContentDigest] = [],
        isComplete: Bool? = nil
    ) -> ContentDigest {
        // Few hours, so that some are sealed in the same second.
        let hour = [0.0, 9, 9, 16, 23.99].randomElement(using: &random)!
        let manifest = stations[station].sample.seal(
            code, documents: documents, sealedAt: day.start.addingTimeInterval((hour * 3600).rounded()),
            isComplete: isComplete ?? (random.next() % 5 > 0), supersedes: supersedes)
        sealed.append(manifest)
        return manifest.digest
    }

    private mutating func documents(_ number: Int, _ station: Int, areNew: Bool = false) -> [Document] {
        var documents: [Document] = []
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            var paper =
                random.next() % 3 == 0
                ? Document.reused("H51.1-250101-0001", from: ContentDigest(sha256Of: [1]))
                : Document.component(page(station, isNew: areNew))
            paper.type = ["CCCD", "GCS", "TK"].randomElement(using: &random)!
            if random.next() % 2 == 0 { paper.number = "\(random.next() % 3)" }
            documents.append(paper)
        }
        for _ in 0..<Int.random(in: documents.isEmpty ? 1...2 : 0...2, using: &random) {
            documents.append(result(number, station, areNew: areNew))
        }
        return documents
    }

    /// Numbered or not, of this office, another, or an authority that is no office, of its level or another.
    private mutating func result(_ number: Int, _ station: Int, areNew: Bool = false) -> Document {
        let site = stations[station]
        let (authority, level): (String, Level) =
            switch random.next() % 10 {
            case 0..<6: (site.site.rawValue, site.level)
            case 6: ("g-d1", .district)
            case 7: ("000.00.03.H51", .province)
            case 8: ("BTP.07", [.district, .commune].randomElement(using: &random)!)
            default: ("g-p", [.province, .commune].randomElement(using: &random)!)
            }
        let issued: CalendarDay? = random.next() % 3 == 0 ? nil : anyDay()
        let type = ["GKS", "QĐ"].randomElement(using: &random)!
        return .result(
            random.next() % 3 == 0 ? nil : "\(random.next() % 400)/QĐ", type: type,
            authority: authority, level: level, issuedOn: issued, inForce: random.next() % 6 > 0,
            page(station, isNew: areNew))
    }

    /// One of the few pages of the office, which it sends once, or a new one.
    private mutating func page(_ station: Int, isNew: Bool) -> Page {
        pages += 1
        let seed = isNew ? UInt64(1_000_000 + pages) : UInt64(station / 2 * 10) + random.next() % 3
        let bytes = SampleContent.bytes(seed, count: 64)
        let page = SampleContent.page(bytes)
        contents[page.digest] = bytes
        return page
    }

    /// Received some days before it was sealed; some codes name no day.
    private mutating func code(_ number: Int, _ day: CalendarDay) -> String {
        let (year, month, date) = day.advanced(by: -Int.random(in: 0...20, using: &random)).components
        let digits = number % 23 == 0 ? "259931" : "\(year % 100 * 10_000 + month * 100 + date)"
        return "H51.\(number % 7)-\(digits)-\(1000 + number)"
    }

    private mutating func anyDay() -> CalendarDay {
        CalendarDay(year: 2024, month: 12, day: 1)!.advanced(by: Int.random(in: 0..<396, using: &random))
    }

    private mutating func anyDay(near day: CalendarDay) -> CalendarDay {
        day.advanced(by: Int.random(in: -40...40, using: &random))
    }

    private mutating func anyStation(on day: CalendarDay) -> (Int, CalendarDay) {
        let there = stations.indices.filter { stations[$0].isThere(on: day) && !stations[$0].isQuiet }
        return (there.randomElement(using: &random)!, day)
    }

    private func partner(of station: Int) -> Int { station ^ 1 }
}

/// A station of an office, and when there is the office.
struct GoldenStation: Sendable {
    var sample: SampleStation
    /// As it was at first.
    let level: Level
    let first: CalendarDay
    let last: CalendarDay?

    var site: SiteID { sample.site }
    /// Whether it sends next to nothing.
    var isQuiet: Bool { site.rawValue == "g-q" }

    func isThere(on day: CalendarDay) -> Bool { first <= day && (last.map { day <= $0 } ?? true) }
}
