import ContentStore
import Crypto
import Dossiers
import Exchange
import Foundation
import Registry
import Synchronization
import TestSupport
import Testing

@testable import Intake

/// A posted manifest of three pages of different lengths.
struct Posted {
    let station: SampleStation
    let identity: StationIdentity
    let sealed: SealedManifest
    let upload: UploadState
    /// The bytes that the upload takes.
    let stream: [UInt8]
    let contents: [[UInt8]]

    init(
        to collector: Collector, seed: UInt64 = 1, lengths: [Int] = [3000, 1, 5000], site: SiteID = commune,
        code: String = "H51.18-210615-0001"
    ) async throws {
        var station = try await collector.enrol(at: site)
        identity = try await collector.identity(of: station)
        let contents = lengths.enumerated().map { SampleContent.bytes(seed * 100 + UInt64($0), count: $1) }
        let documents = contents.map { Document.component(SampleContent.page($0)) }
        sealed = station.seal(code, documents: documents)
        self.station = station
        let answer = try await collector.intake.submit(sealed.bytes, from: identity)
        upload = try #require(answer.upload)
        stream = contents.flatMap(\.self)
        self.contents = contents
    }

    func append(_ bytes: some Collection<UInt8>, at offset: Int, on collector: Collector, chunk: Int = 65_536)
        async throws -> UploadState
    {
        try await collector.append(bytes, to: upload.id, at: offset, chunk: chunk, from: station)
    }

    func expectStored(by collector: Collector, sourceLocation: SourceLocation = #_sourceLocation) throws {
        for content in contents {
            let stored = try collector.store.read(ContentDigest(sha256Of: content))
            #expect(stored == content, sourceLocation: sourceLocation)
        }
        #expect(try collector.partials == [], sourceLocation: sourceLocation)
        try collector.expectSound(sourceLocation: sourceLocation)
    }
}
