import ContentStore
import Dossiers
import Exchange
import FoundationEssentials
import Intake
import Logging
import Registry
import SystemPackage
import TestSupport

/// The index's part of taking submissions in on ten years, against an empty index on the same disk: without the pages'
/// bytes and without HTTP, which cost as much on either.
struct IntakeMeasurement {
    let workshop: Workshop

    private static let stations = 8
    private static let dossiersPerStation = 25

    func figures(_ large: CollectorUnderTest, _ empty: CollectorUnderTest) async throws -> [Figure] {
        var (ten, none) = (try IntakeUnderTest(large, Self.stations), try IntakeUnderTest(empty, Self.stations))
        var known: (ten: [Double], none: [Double]) = ([], [])
        var new: (ten: [Double], none: [Double]) = ([], [])
        for repetition in 0...workshop.repetitions(usual: 20) {
            let numbers = (0..<Self.dossiersPerStation).map { repetition * Self.dossiersPerStation + $0 }
            let first = (try await ten.submit(numbers), try await none.submit(numbers))
            let second = (try ten.complete(numbers), try none.complete(numbers))
            guard repetition > 0 else { continue }
            known.ten.append(first.0)
            known.none.append(first.1)
            new.ten.append(second.0)
            new.none.append(second.1)
        }
        try ten.close()
        try none.close()
        let what =
            "\(Self.stations * Self.dossiersPerStation) dossiers a time of \(SyntheticProvince.pages) pages, from "
            + "\(Self.stations) stations, one after the other"
        return [
            Figure(
                "  its index alone, known pages", ours: known.ten, peer: known.none, unit: .dossiersPerSecond,
                goal: nil,
                note: "\(what): Intake in this process checks, indexes and receipts manifests whose pages the office "
                    + "has already, so that no bytes of pages follow"),
            Figure(
                "  its index alone, new pages", ours: new.ten, peer: new.none, unit: .dossiersPerSecond, goal: nil,
                note: "\(what): the index's part of it, for pages never seen, whose bytes are left out: every index "
                    + "over all pages of ten years is written to"),
        ]
    }
}

/// An index with stations that send to it, and what takes in from them.
private struct IntakeUnderTest {
    private let registry: Registry
    private let intake: Intake
    private let terms: SubmissionTerms
    private var stations: [(sender: SampleStation, identity: StationIdentity, known: [Page])] = []

    /// Tells the pages of this run from those of others.
    private let run = UInt64.random(in: 1...1 << 40)

    init(_ collector: CollectorUnderTest, _ count: Int) throws {
        registry = try Registry.open(at: PreparedProvinces.index(of: collector))
        let (key, store) = (SigningKey(), try ContentStore(directory: collector.data.appending("blobs")))
        var logger = Logger(label: "bench")
        logger.logLevel = .error
        intake = Intake(registry: registry, store: store, key: key, identity: "bench", logger: logger)
        terms = SubmissionTerms(
            now: Date(), uploadLifetime: 3600, isStored: { _, _ in true },
            // A receipt is plain values: it always encodes.
            sign: { key.seal(try! Wire.encode($0), type: Receipt.payloadType) })
        for (index, site) in try Offices.communes(count).enumerated() {
            let key = SigningKey()
            let (_, secret) = try registry.issueToken(for: site, lifetime: 3600, by: "bench", at: Date())
            let request = EnrolmentRequest(
                token: secret.text, publicKey: key.verificationKey.derRepresentation, label: "bench",
                agentVersion: "bench")
            guard
                case .enrolled(let station, _, _) = try registry.enrol(request, key: key.verificationKey, at: Date())
            else { throw CannotMeasure("a station could not be enrolled") }
            let pages = try (0..<SyntheticProvince.pages).map { number in
                let bytes = SampleContent.bytes(run &+ UInt64(index * 10 + number), count: 200)
                _ = try store.put(bytes)
                return SampleContent.page(bytes)
            }
            stations.append(
                (
                    SampleStation(id: station.id, site: site, key: key),
                    StationIdentity(station: station.id, site: site, key: key.verificationKey), pages
                ))
        }
        // From here on each office has its pages.
        for index in stations.indices {
            try take(seal(at: index, "9\(index)", documents: documents(stations[index].known, number: -1)))
        }
    }

    /// Dossiers a second that are submitted, of pages that the office has.
    mutating func submit(_ numbers: [Int]) async throws -> Double {
        var work: [(StationIdentity, Data)] = []
        for number in numbers {
            for index in stations.indices {
                let papers = documents(stations[index].known, number: number)
                work.append((stations[index].identity, seal(at: index, "1\(number)", documents: papers).bytes))
            }
        }
        let start = ContinuousClock.now
        for (identity, bytes) in work {
            guard try await intake.submit(bytes, from: identity).status.receipt != nil else {
                throw CannotMeasure("a dossier whose pages are known got no receipt")
            }
        }
        return Double(work.count) / (.now - start).seconds
    }

    /// Dossiers a second that are announced and completed, of pages that nobody has.
    mutating func complete(_ numbers: [Int]) throws -> Double {
        var work: [SealedManifest] = []
        for number in numbers {
            for index in stations.indices {
                let pages = (0..<SyntheticProvince.pages).map { page in
                    let seed = run &+ UInt64(1000 + (number * 100 + index) * 10 + page)
                    return SampleContent.page(seed, count: 200)
                }
                work.append(seal(at: index, "2\(number)", documents: documents(pages, number: number)))
            }
        }
        let start = ContinuousClock.now
        for sealed in work { try take(sealed) }
        return Double(work.count) / (.now - start).seconds
    }

    func close() throws { try registry.close() }

    private func take(_ sealed: SealedManifest) throws {
        let received = ReceivedManifest(
            envelope: sealed.bytes, digest: sealed.digest, manifest: sealed.manifest, refusal: nil)
        _ = try registry.announce(received, terms: terms).get()
        guard try registry.complete(sealed.digest, terms: terms)?.state == .complete else {
            throw CannotMeasure("a dossier that was taken in is not complete")
        }
    }

    private mutating func seal(at index: Int, _ number: String, documents: [Document]) -> SealedManifest {
        let digits = String(repeating: "0", count: max(0, 4 - number.count)) + number
        return stations[index].sender.seal(
            "BENCH.\(index)-210615-\(digits)", owner: "Thạch Thị Sà Rươne", documents: documents, sealedAt: Date())
    }

    private func documents(_ pages: [Page], number: Int) -> [Document] {
        [
            Document(
                role: .component, type: "CCCD", authority: "st-31498", level: .commune, pages: Array(pages.prefix(3))),
            Document(
                role: .result, type: "GKS", number: "\(number)/\(run)", authority: "st-31498", level: .commune,
                pages: Array(pages.dropFirst(3))),
        ]
    }
}
