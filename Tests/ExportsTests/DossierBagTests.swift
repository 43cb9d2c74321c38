import ContentStore
import Dossiers
import Exchange
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Exports
@testable import Registry

@Suite("Dossiers as BagIt bags", .timeLimit(.minutes(5)))
struct DossierBagTests {
    /// A dossier whose first statement named a page that the second left out.
    private func withDossier(_ body: (Cabinet, FilePath, [SealedManifest], [[UInt8]]) async throws -> Void) async throws
    {
        try await withCabinet { cabinet, folder in
            var station = try cabinet.station()
            let samples = try samplePages(3)
            let former = station.seal(documents: [.component(samples[0].page, samples[2].page)])
            try cabinet.accept(former, contents: [samples[0].bytes, samples[2].bytes])
            var turned = samples[1].page
            turned.rotation = 180
            let sealed = station.seal(
                documents: [.component(samples[0].page), .result("57/2021", turned)],
                sealedAt: SampleStation.noon.addingTimeInterval(60), supersedes: [former.digest])
            try cabinet.accept(sealed, contents: [samples[1].bytes])
            try await body(cabinet, folder, [former, sealed], samples.map(\.bytes))
        }
    }

    private func bag(of cabinet: Cabinet) throws -> DossierBag {
        let stations = try cabinet.registry.stations()
        return DossierBag(
            try cabinet.contents(), store: cabinet.store,
            keys: Dictionary(uniqueKeysWithValues: stations.map { ($0.id, $0.key) }),
            origin: DossierBag.Origin(
                collector: "c-0123456789abcdef", organisation: "Sóc Trăng", key: cabinet.key.verificationKey,
                program: "sohoa-collector 0.1.0", actor: "an", moment: moment))
    }

    @Test("Pages stand in reading order under neutral names, beside what was received and what names them")
    func layout() async throws {
        try await withDossier { cabinet, folder, manifests, contents in
            let place = folder.appending("tui")
            try bag(of: cabinet).write(to: place)
            #expect(try names(folder) == ["data", "tui"])
            let station = manifests[0].manifest.station
            #expect(
                try Files.below(place).map { $0.string.dropFirst(place.string.count + 1) }.sorted() == [
                    "bag-info.txt", "bagit.txt", "data/README.txt", "data/former/0001.jpg", "data/keys/collector.pem",
                    "data/keys/\(station).pem", "data/metadata.json", "data/pages/0001.jpg", "data/pages/0002.jpg",
                    "data/proofs/0001-manifest.json", "data/proofs/0001-receipt.json", "data/proofs/0002-manifest.json",
                    "data/proofs/0002-receipt.json", "manifest-sha256.txt", "tagmanifest-sha256.txt",
                ])
            func bytes(_ name: String) throws -> Data {
                try Data(contentsOf: URL(filePath: place.appending("data").appending(name).string))
            }
            #expect(try bytes("pages/0001.jpg") == Data(contents[0]))
            #expect(try bytes("pages/0002.jpg") == Data(contents[1]))
            #expect(try bytes("former/0001.jpg") == Data(contents[2]))
            #expect(try bytes("proofs/0001-manifest.json") == manifests[0].bytes)
            #expect(try bytes("proofs/0002-manifest.json") == manifests[1].bytes)
            let metadata = try #require(
                try JSONSerialization.jsonObject(with: bytes("metadata.json")) as? [String: Any])
            let pages = try #require(metadata["pages"] as? [[String: Any]])
            #expect(pages.map { $0["rotation"] as? Int } == [0, 180, 0])
            #expect(pages.map { $0["paper"] as? Int } == [1, 2, nil])
            let papers = try #require(metadata["papers"] as? [[String: Any]])
            #expect(papers.map { $0["paperNumber"] as? String } == [nil, "57/2021"])
            let proofs = try #require(metadata["proofs"] as? [[String: Any]])
            #expect(proofs.map { $0["stands"] as? Bool } == [false, true])
        }
    }

    @Test(
        "The Library of Congress's bagit validates it, and finds a byte that was changed",
        .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"))
    func bagit() async throws {
        try await withDossier { cabinet, folder, _, _ in
            let place = folder.appending("tui")
            try bag(of: cabinet).write(to: place)
            let right = try await Outsiders.run("check_bag.py", place.string)
            #expect(right.exitCode == 0, "\(right.output) \(right.errors)")
            #expect(right.output.contains("1.0 H51.18-210615-0001"))
            let page = place.appending("data/pages/0002.jpg").string
            var bytes = try Data(contentsOf: URL(filePath: page))
            bytes[1000] ^= 1
            try bytes.write(to: URL(filePath: page))
            #expect(try await Outsiders.run("check_bag.py", place.string).exitCode != 0)
        }
    }

    @Test("What the guide in the bag says proves it with openssl, and finds what was altered")
    func guide() async throws {
        try await withDossier { cabinet, folder, _, _ in
            let place = folder.appending("tui")
            try bag(of: cabinet).write(to: place)
            func check() async throws -> String {
                let text = try String(
                    contentsOf: URL(filePath: place.appending("data/README.txt").string), encoding: .utf8)
                let commands = text.split(separator: "\n").filter { $0.hasPrefix("    ") }.joined(separator: "\n")
                let result = try await runTool("bash", ["-c", "cd '\(place)'\n\(commands)"])
                return result.output + result.errors
            }
            let right = try await check()
            #expect(
                right.split(separator: "\n") == [
                    "data/proofs/0001-manifest.json: Verified OK", "data/proofs/0001-receipt.json: Verified OK",
                    "data/proofs/0002-manifest.json: Verified OK", "data/proofs/0002-receipt.json: Verified OK",
                ])
            // A page is exchanged, with its digest in the metadata; the manifest stays the one that was signed.
            let one = place.appending("data/pages/0001.jpg").string
            var bytes = try Data(contentsOf: URL(filePath: one))
            bytes[1000] ^= 1
            try bytes.write(to: URL(filePath: one))
            let digest = ContentDigest(sha256Of: bytes)
            let metadata = place.appending("data/metadata.json").string
            let text = try String(contentsOf: URL(filePath: metadata), encoding: .utf8)
            let was = try samplePages(1)[0].page.digest.rawValue
            try Data(text.split(separator: was).joined(separator: digest.rawValue).utf8).write(
                to: URL(filePath: metadata))
            let wrong = try await check()
            #expect(wrong.contains("data/pages/0001.jpg: FAILED"))
            #expect(wrong.split(separator: "\n").contains { $0 == digest.rawValue })
        }
    }

    @Test("A bag is there as a whole or not at all, and takes nobody's place")
    func wholeOrNot() async throws {
        try await withDossier { cabinet, folder, _, contents in
            let place = folder.appending("tui")
            try DurableFile.createDirectory(place)
            #expect(throws: ContentStoreError.self) { try bag(of: cabinet).write(to: place) }
            #expect(try names(place) == [])
            try FileManager.default.removeItem(atPath: place.string)
            let last = ContentDigest(sha256Of: contents[2])
            try cabinet.store.delete(last)
            #expect(throws: DossierExportError.damaged(last)) { try bag(of: cabinet).write(to: place) }
            #expect(try names(folder) == ["data"])
        }
    }
}
