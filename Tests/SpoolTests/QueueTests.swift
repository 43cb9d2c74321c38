import Dossiers
import Exchange
import Foundation
import Spool
import TestSupport
import Testing

/// The queue as delivery works through it.
@Suite struct QueueTests {
    private func needed(_ count: Int) -> [SubmissionStatus.NeededPage] {
        (0..<count).map {
            let bytes = SampleContent.bytes(UInt64($0), count: 200)
            return .init(digest: SampleContent.page(bytes).digest, byteLength: bytes.count)
        }
    }

    @Test func `Manifests are announced in the order of the chain, urgent or not`() async throws {
        try await withOffice { office in
            let station = office.credentials.identity.station
            #expect(try await office.spool.nextToAnnounce(of: station) == nil)
            let first = try await office.submit(Office.code(1), [1])
            try await office.open(Office.code(2))
            try await office.scan(2, into: Office.code(2))
            let second = try await office.seal(Office.code(2), isUrgent: true)
            let next = try #require(try await office.spool.nextToAnnounce(of: station))
            #expect((next.sequence, next.digest, next.isUrgent) == (1, first, false))
            #expect(next.envelope.payloadDigest == first)
            try await office.spool.recordAnnounced(first, needed: needed(1), address: "/v1/uploads/1")
            #expect(try await office.spool.nextToAnnounce(of: station)?.digest == second)
            #expect(try await office.spool.manifest(sequence: 1, of: station)?.digest == first)
            #expect(try await office.spool.manifest(sequence: 3, of: station) == nil)
            #expect(try await office.spool.nextToAnnounce(of: StationID()) == nil)
        }
    }

    @Test func `Pages of urgent submissions go first, then those of the oldest`() async throws {
        try await withOffice { office in
            let station = office.credentials.identity.station
            var digests: [ContentDigest] = []
            for number in 1...3 {
                try await office.open(Office.code(number))
                try await office.scan(UInt64(number), into: Office.code(number))
                digests.append(try await office.seal(Office.code(number), isUrgent: number == 3))
            }
            #expect(try await office.spool.nextToUpload(of: station) == nil, "nothing is announced")
            for digest in digests { try await office.spool.recordAnnounced(digest, needed: needed(1), address: "/u") }
            var order: [ContentDigest] = []
            while let next = try await office.spool.nextToUpload(of: station, excluding: Set(order)) {
                order.append(next.manifest.digest)
            }
            #expect(order == [digests[2], digests[0], digests[1]])
            try await office.spool.recordProblem(digests[2], code: "page_mismatch", detail: "no", isFinal: true)
            #expect(try await office.spool.nextToUpload(of: station)?.manifest.digest == digests[0])
            try await office.spool.recordProblem(digests[0], code: "unavailable", detail: "later", isFinal: false)
            #expect(try await office.spool.nextToUpload(of: station)?.manifest.digest == digests[0])
        }
    }

    @Test func `An announced submission keeps its upload's address and the pages it takes`() async throws {
        try await withOffice { office in
            let digest = try await office.submit(Office.code(1), [0, 1, 2])
            try await office.spool.recordAnnounced(digest, needed: needed(2), address: "/v1/uploads/7")
            let later = try office.otherProcess()
            let upload = try #require(
                try await later.spool.nextToUpload(of: office.credentials.identity.station))
            #expect(upload.address == "/v1/uploads/7")
            #expect(upload.needed == needed(2))
            let submission = try await office.submission(digest)
            #expect(submission.state == .announced)
            #expect((submission.bytes, submission.sentBytes) == (600, 200), "one of three pages is there already")
            try await office.spool.recordProgress(digest, remaining: 150)
            #expect(try await office.submission(digest).sentBytes == 450)
            try await office.spool.recordProgress(digest, remaining: 100_000)
            #expect(try await office.submission(digest).sentBytes == 0)
            try await office.spool.recordProgress(digest, remaining: -5)
            #expect(try await office.submission(digest).sentBytes == 600)
        }
    }

    @Test func `A receipt ends a submission's way, and is kept as it was signed`() async throws {
        try await withOffice { office in
            let digest = try await office.submit(Office.code(1), [1])
            #expect(try await office.spool.receipt(of: digest) == nil)
            try await office.spool.recordAnnounced(digest, needed: needed(1), address: "/u")
            try await office.receive(digest, .duplicate, at: Office.noon.addingTimeInterval(60))
            let submission = try await office.submission(digest)
            #expect(submission.state == .received)
            #expect(submission.receivedAt == Office.noon.addingTimeInterval(60))
            #expect(submission.sentBytes == submission.bytes)
            let data = try #require(try await office.spool.receipt(of: digest))
            let receipt = try Receipt.open(
                try Wire.decode(Envelope.self, from: data), with: office.credentials.collectorKey)
            #expect(receipt.manifest == digest)
            #expect(try await office.spool.nextToUpload(of: office.credentials.identity.station) == nil)
            #expect(try await office.spool.submissions(pendingOnly: true).isEmpty)
            #expect(try await office.spool.submissions().count == 1)
        }
    }

    @Test func `A refusal is kept with its reason, and stays in sight`() async throws {
        try await withOffice { office in
            let digest = try await office.submit(Office.code(1), [1])
            try await office.receive(digest, .refused)
            let submission = try await office.submission(digest)
            #expect(submission.state == .refused)
            #expect((submission.problemCode, submission.problemDetail) == ("rule_broken", "not so"))
            #expect(submission.problemIsFinal)
            #expect(try await office.spool.submissions(pendingOnly: true).map(\.digest) == [digest])
            #expect(try await office.spool.retry() == 0, "what the collector refused is not tried again as it is")
        }
    }

    @Test func `A collector that was put back to an earlier state gets its manifests again`() async throws {
        try await withOffice { office in
            let digest = try await office.submit(Office.code(1), [1])
            try await office.receive(digest)
            let receipt = try #require(try await office.spool.receipt(of: digest))
            try await office.spool.recordAnnounced(digest, needed: needed(1), address: "/u")
            let submission = try await office.submission(digest)
            #expect(submission.state == .announced)
            #expect(submission.receivedAt == nil)
            #expect(try await office.spool.receipt(of: digest) == nil)
            #expect(try await office.spool.formerReceipts(of: digest) == [receipt], "it is evidence")
            try await office.spool.recordAnnounced(digest, needed: needed(1), address: "/u")
            #expect(try await office.spool.formerReceipts(of: digest) == [receipt])
        }
    }

    @Test func `A problem is shown until something goes forward, or somebody says to try again`() async throws {
        try await withOffice { office in
            let first = try await office.submit(Office.code(1), [1])
            let second = try await office.submit(Office.code(2), [2])
            try await office.spool.recordAnnounced(first, needed: needed(1), address: "/u")
            for digest in [first, second] {
                try await office.spool.recordProblem(digest, code: "unavailable", detail: "no answer", isFinal: true)
            }
            #expect(try await office.submission(first).problemDetail == "no answer")
            try await office.spool.recordProgress(first, remaining: 0)
            #expect(try await office.submission(first).problemCode == nil)
            try await office.spool.recordProblem(first, code: "unavailable", detail: "no answer", isFinal: true)
            #expect(try await office.spool.retry(Office.code(1)) == 1)
            #expect(try await office.submission(first).problemIsFinal == false)
            #expect(try await office.submission(second).problemIsFinal)
            let upload = try await office.spool.nextToUpload(of: office.credentials.identity.station)
            #expect(upload?.address == nil, "the manifest is to be posted again")
            #expect(try await office.spool.retry() == 1)
            #expect(try await office.spool.retry() == 0)
        }
    }

    @Test
    func `What a bad page kept back leaves the queue once its dossier is stated anew, and holds no page any more`()
        async throws
    {
        try await withOffice { office in
            let code = Office.code(1)
            let former = try await office.submit(code, [1, 2])
            try await office.spool.recordAnnounced(former, needed: needed(2), address: "/u/1")
            try await office.spool.recordProblem(former, code: "page_unreadable", detail: "", isFinal: true)
            let other = try await office.submit(Office.code(2), [4])
            try await office.spool.recordAnnounced(other, needed: needed(1), address: "/u/2")
            try await office.spool.recordProblem(other, code: "page_unreadable", detail: "", isFinal: true)
            try await office.open(code, [], extending: true)
            let bad = try await office.dossier(code).papers[0].pages[0].id
            try await office.add(3, to: code, at: .replacing(page: bad))
            let anew = try await office.seal(code)
            #expect(try await office.manifest(anew).supersedes == [former])
            try await office.receive(anew)
            #expect(try await office.submission(former).state == .replaced)
            #expect(try await office.submission(other).state == .announced, "another dossier's")
            #expect(try await office.spool.submissions(pendingOnly: true).map(\.digest) == [other])
            #expect(try await office.spool.strayPages() == [Office.digest(1)])
            #expect(try await office.spool.pruneReceived(keeping: .zero, now: Date()) == 2)
        }
    }

    @Test func `What waits or was refused is at hand, however much came after it`() async throws {
        try await withOffice { office in
            let refused = try await office.submit(Office.code(1), [1])
            try await office.receive(refused, .refused)
            let mended = try await office.submit(Office.code(2), [2])
            try await office.receive(mended, .refused)
            let waiting = try await office.submit(Office.code(3), [3])
            try await office.open(Office.code(2), [], extending: true)
            let anew = try await office.seal(Office.code(2))
            try await office.receive(anew)
            var last: [ContentDigest] = []
            for number in 4...6 {
                last.append(try await office.submit(Office.code(number), [UInt64(number)]))
                try await office.receive(last[number - 4])
            }
            #expect(
                try await office.spool.submissionsAtHand(latest: 2).map(\.digest) == [refused, waiting] + last.suffix(2)
            )
            #expect(try await office.spool.lastRefused() == [Office.code(1)])
        }
    }

    @Test func `Rest, clock correction and the station's problem outlast the program`() async throws {
        try await withOffice { office in
            #expect(try await office.spool.isPaused == false)
            #expect(try await office.spool.clockCorrection() == 0)
            #expect(try await office.spool.stationProblem() == nil)
            try await office.spool.setPaused(true)
            try await office.spool.setClockCorrection(-7200)
            try await office.spool.setStationProblem("revoked", code: "station_revoked")
            #expect(try await office.spool.stationProblemCode() == "station_revoked")
            let later = try office.otherProcess()
            #expect(try await later.spool.isPaused)
            #expect(try await later.spool.clockCorrection() == -7200)
            #expect(try await later.spool.stationProblem() == "revoked")
            try await later.spool.setPaused(false)
            try await later.spool.setStationProblem(nil)
            #expect(try await office.spool.isPaused == false)
            #expect(try await office.spool.stationProblem() == nil)
        }
    }

    @Test func `What is told of a submission that is not there changes nothing`() async throws {
        try await withOffice { office in
            let digest = try await office.submit(Office.code(1), [1])
            let before = try await office.spool.submissions()
            let stranger = ContentDigest(sha256Of: Data("stranger".utf8))
            try await office.spool.recordAnnounced(stranger, needed: [], address: "/u")
            try await office.spool.recordProgress(stranger, remaining: 0)
            try await office.spool.recordProblem(stranger, code: "x", detail: "x", isFinal: true)
            try await office.spool.recordProgress(digest, remaining: 0)
            #expect(try await office.spool.submissions() == before)
            #expect(try await office.spool.envelope(of: stranger) == nil)
        }
    }
}
