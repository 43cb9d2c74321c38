import ContentStore
import Dossiers
import Exchange
import Foundation
import Glibc
import Spool
import SystemPackage
import TestSupport
import Testing

/// A PC that is enrolled again: another key, another chain, and nothing lost.
@Suite struct EnrolAgainTests {
    @Test func `What has no receipt is sealed again in the new chain, what has one stays`() async throws {
        try await withOffice { office in
            var digests: [ContentDigest] = []
            for number in 1...5 { digests.append(try await office.submit(Office.code(number), [UInt64(number)])) }
            try await office.receive(digests[0])
            try await office.receive(digests[1], .refused)
            try await office.spool.recordAnnounced(digests[2], needed: [], address: "/v1/uploads/3")
            let before = try await office.manifest(digests[2])
            let receipt = try await office.spool.receipt(of: digests[0])

            let again = try office.enrolledAgain()
            #expect(try await again.spool.resealUnreceipted(with: again.credentials) == 3)
            let all = try await again.spool.submissions()
            #expect(
                all.map(\.state) == [.received, .refused, .replaced, .replaced, .replaced, .sealed, .sealed, .sealed])
            let anew = all.suffix(3)
            #expect(anew.map(\.sequence) == [1, 2, 3])
            #expect(anew.map(\.code) == [3, 4, 5].map(Office.code))
            #expect(Set(anew.map(\.station)) == [again.credentials.identity.station])
            for (submission, previous) in zip(anew, [nil] + anew.map(\.digest)) {
                let manifest = try await again.manifest(submission.digest)
                #expect(manifest.station == again.credentials.identity.station)
                #expect(manifest.previous == previous)
            }
            let after = try await again.manifest(try #require(anew.first).digest)
            #expect(after.contentDigest == before.contentDigest, "the collector sees that it is the same")
            #expect((after.sealedAt, after.clockCorrection) == (before.sealedAt, before.clockCorrection))
            #expect(try await again.spool.receipt(of: digests[0]) == receipt)
            #expect(try await again.spool.envelope(of: digests[2]) != nil, "the former manifest is kept")
            #expect(
                try await again.spool.submissions(pendingOnly: true).map(\.state) == [
                    .refused, .sealed, .sealed, .sealed,
                ])
            #expect(try await again.spool.resealUnreceipted(with: again.credentials) == 0, "a second time does nothing")
            #expect(try await again.spool.verify(with: again.credentials).isEmpty)
        }
    }

    @Test func `What was to be superseded is named by its new digest, unless it has a receipt`() async throws {
        try await withOffice { office in
            let code = Office.code(1)
            let received = try await office.submit(code, [1])
            try await office.receive(received)
            for (seed, type) in [(2, "b"), (3, "c")] as [(UInt64, String)] {
                try await office.open(code, [Office.paper(type)], extending: true)
                try await office.scan(seed, into: code)
                try await office.seal(code)
            }
            let again = try office.enrolledAgain()
            try await again.spool.resealUnreceipted(with: again.credentials)
            let anew = try await again.spool.submissions().filter { $0.state == .sealed }
            #expect(try await again.manifest(anew[0].digest).supersedes == [received])
            #expect(try await again.manifest(anew[1].digest).supersedes == [anew[0].digest])
            // And again, before anything was delivered.
            let third = try again.enrolledAgain()
            try await third.spool.resealUnreceipted(with: third.credentials)
            let last = try await third.spool.submissions().filter { $0.state == .sealed }
            #expect(try await third.manifest(last[0].digest).supersedes == [received])
            #expect(try await third.manifest(last[1].digest).supersedes == [last[0].digest])
            #expect(last.map(\.sequence) == [1, 2])
        }
    }

    @Test func `What another site or collector has is not named as superseded, and what this one has is again`()
        async throws
    {
        try await withOffice { office in
            let code = Office.code(1)
            let first = try await office.submit(code, [1])
            try await office.receive(first)
            let waiting = try await extend(office, code, "b", 2)

            let moved = try office.enrolledAgain(at: "phuong-7")
            try await moved.spool.resealUnreceipted(with: moved.credentials)
            let anew = try #require(try await moved.spool.submissions().last)
            #expect(try await moved.manifest(anew.digest).supersedes.isEmpty, "neither \(first) nor \(waiting)")
            #expect(try await moved.manifest(anew.digest).site.rawValue == "phuong-7")
            #expect(try await moved.manifest(try await extend(moved, code, "c", 3)).supersedes == [anew.digest])

            let elsewhere = try moved.enrolledAgain(collector: "c-can-tho")
            let third = try await extend(elsewhere, code, "d", 4)
            let resealed = try await elsewhere.spool.submissions().filter { $0.state == .sealed }
            #expect(try await elsewhere.manifest(third).supersedes == [resealed[1].digest])

            let back = try elsewhere.enrolledAgain()
            for submission in try await back.spool.submissions() where submission.state == .sealed {
                try await back.receive(submission.digest)
            }
            #expect(try await back.manifest(try await extend(back, code, "e", 5)).supersedes == [first])
        }
    }

    @Test func `Of enrolments before they were noted, the manifests tell the site`() async throws {
        try await withOffice { office in
            let code = Office.code(1)
            let first = try await office.submit(code, [1])
            try await office.receive(first)
            try await office.tamper("DELETE FROM enrolment")
            let same = try office.enrolledAgain()
            let second = try await extend(same, code, "b", 2)
            #expect(try await same.manifest(second).supersedes == [first])
            try await same.receive(second)
            try await same.tamper("DELETE FROM enrolment")
            let moved = try same.enrolledAgain(at: "phuong-7")
            #expect(try await moved.manifest(try await extend(moved, code, "c", 3)).supersedes.isEmpty)
        }
    }

    @Test func `A key is made once for a token, and known before the token is sent`() async throws {
        try await withOffice { office in
            let path = office.directory.appending("enrolment.json").string
            let first = try PendingEnrolment.begun(with: "token-1", in: office.directory)
            var status = stat()
            #expect(unsafe stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
            #expect(try !String(contentsOfFile: path, encoding: .utf8).contains("token-1"))
            let again = try PendingEnrolment.begun(with: "token-1", in: office.directory)
            #expect(again.key.verificationKey == first.key.verificationKey)
            let other = try PendingEnrolment.begun(with: "token-2", in: office.directory)
            #expect(other.key.verificationKey != first.key.verificationKey)
            try PendingEnrolment.end(in: office.directory)
            #expect(!FileManager.default.fileExists(atPath: path))
            try PendingEnrolment.end(in: office.directory)
        }
    }

    /// Adds a paper to a dossier and seals it.
    private func extend(_ office: Office, _ code: DossierCode, _ type: String, _ seed: UInt64) async throws
        -> ContentDigest
    {
        try await office.open(code, [Office.paper(type)], extending: true)
        try await office.scan(seed, into: code)
        return try await office.seal(code)
    }

    @Test func `Sealing takes up what an enrolment that was cut off left`() async throws {
        try await withOffice { office in
            let code = Office.code(1)
            let former = try await office.submit(code, [1])
            // The new enrolment is written; then the power fails before anything is sealed again.
            let again = try office.enrolledAgain()
            try await again.open(code, [Office.paper("b")], extending: true)
            try await again.scan(2, into: code)
            let digest = try await again.seal(code)
            let all = try await again.spool.submissions()
            #expect(all.map(\.state) == [.replaced, .sealed, .sealed])
            let manifest = try await again.manifest(digest)
            #expect(manifest.supersedes == [all[1].digest], "not \(former), which the collector will never see")
            #expect(all.map(\.sequence) == [1, 1, 2])
        }
    }

    @Test func `Urgent stays urgent, and pages stay where they are`() async throws {
        try await withOffice { office in
            try await office.open(Office.code(1))
            let page = try await office.scan(1, into: Office.code(1))
            try await office.seal(Office.code(1), isUrgent: true)
            let again = try office.enrolledAgain()
            try await again.spool.resealUnreceipted(with: again.credentials)
            #expect(try await again.spool.nextToAnnounce(of: again.credentials.identity.station)?.isUrgent == true)
            #expect(try await again.spool.nextToAnnounce(of: office.credentials.identity.station) == nil)
            #expect(again.spool.pages.contains(page))
        }
    }

    @Test func `A receipt for a manifest that was replaced meanwhile changes nothing`() async throws {
        try await withOffice { office in
            let former = try await office.submit(Office.code(1), [1])
            let again = try office.enrolledAgain()
            try await again.spool.resealUnreceipted(with: again.credentials)
            try await again.receive(former)
            try await again.spool.recordAnnounced(former, needed: [], address: "/late")
            #expect(try await again.spool.submissions().map(\.state) == [.replaced, .sealed])
        }
    }

    @Test func `Identity and key are one file that only its owner can read`() async throws {
        try await withOffice { office in
            let path = office.directory.appending("station.json").string
            for _ in 0..<2 {
                var status = stat()
                #expect(unsafe stat(path, &status) == 0)
                #expect(status.st_mode & 0o777 == 0o600)
                // Written again over a file that everybody could read.
                #expect(unsafe chmod(path, 0o644) == 0)
                try Credentials.store(office.credentials.identity, key: office.credentials.key, in: office.directory)
            }
            let again = try #require(try Credentials(in: office.directory))
            #expect(again.identity == office.credentials.identity)
            #expect(again.key.verificationKey == office.credentials.key.verificationKey)
            let names = try FileManager.default.contentsOfDirectory(atPath: office.directory.string)
            #expect(names.filter { $0.hasPrefix("station.json") } == ["station.json"], "no copy of the key is left")
        }
    }

    @Test func `A PC that is not enrolled has no credentials, a damaged file says what to do`() async throws {
        try await withOffice { office in
            #expect(try Credentials(in: office.directory.appending("pages")) == nil)
            let path = office.directory.appending("station.json").string
            for content in ["", "{", "{}", #"{"identity":{},"privateKey":"x"}"#] {
                try content.write(toFile: path, atomically: false, encoding: .utf8)
                let error = #expect(throws: SpoolError.self) { try Credentials(in: office.directory) }
                #expect("\(try #require(error))".contains("station.json"))
            }
            try Credentials.store(office.credentials.identity, key: office.credentials.key, in: office.directory)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacingOccurrences(of: "BEGIN PRIVATE", with: "BEGIN BROKEN")
                .write(toFile: path, atomically: false, encoding: .utf8)
            let error = #expect(throws: SpoolError.self) { try Credentials(in: office.directory) }
            #expect("\(try #require(error))".contains("enroll --again"))
            #expect(!"\(try #require(error))".contains("PRIVATE"))
        }
    }
}
