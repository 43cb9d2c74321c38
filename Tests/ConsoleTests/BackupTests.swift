import ContentStore
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import SystemPackage
import TestSupport
import Testing

@testable import CollectorCLI

@Suite("Backups of the collector", .timeLimit(.minutes(5)))
struct BackupTests {
    @Test(
        "A backup made while serving is a whole collector, is brought up to date, and is never another's",
        arguments: [false, true])
    func backup(_ copies: Bool) async throws {
        try await withServedCollector { collector, root in
            let target = ServedCollector(data: root.appending("backup"))
            let arguments = ["backup", target.data.string, "--json"] + (copies ? ["--copy"] : [])
            @Sendable func backUp() async throws -> Summary {
                let result = try await runProgram(
                    Programs.collector, arguments, environment: ["SOHOA_DATA": collector.data.string])
                try #require(result.exitCode == 0, "\(result.errors)")
                return try JSONDecoder().decode(Summary.self, from: Data(result.output.utf8))
            }
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                _ = try await client.deliver(station.seal([.random(5000, seed: 1)]), as: station)
                let first = try await backUp()
                #expect(first.pages == 1)
                #expect((first.linked, first.copied) == (copies ? (0, 1) : (1, 0)))
                _ = try await client.deliver(
                    station.seal([.random(6000, seed: 2)], code: "H51-210615-0002"), as: station)
                let second = try await backUp()
                #expect(second.pages == 2)
                #expect(second.linked + second.copied == 1)
                // What comes after is not in it.
                _ = try await client.deliver(
                    station.seal([.random(7000, seed: 3)], code: "H51-210615-0003"), as: station)
            }
            #expect(try await target.does("verify").contains("Looked at 2 pages"))
            try await target.does("recount")
            let key = try await collector.does("key")
            #expect(try await target.does("key") == key)
            try await target.does("dossier", "show", "H51-210615-0002")
            #expect(try await target.run("dossier", "show", "H51-210615-0003").exitCode == 2)

            let other = ServedCollector(data: root.appending("other"))
            try await other.does("init")
            for place in [other.data.string, root.string, collector.data.string] {
                let refused = try await collector.run("backup", place)
                #expect(refused.exitCode == 2, "\(place): \(refused.output)")
            }
            #expect(try await other.does("station", "list").split(separator: "\n").count == 1)
        }
    }

    @Test("A collector restored from a backup is whole, takes stations on where it was, and loses nothing")
    func restore() async throws {
        try await withServedCollector { collector, root in
            let kept = Kept<(TestStation, Sealed, Sealed, Envelope)>()
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                let first = station.seal([.random(5000, seed: 1), .random(70_000, seed: 2)])
                let receipt = try #require(try await client.deliver(first, as: station).receipt)
                // This one is on its way when the backup is made, and never comes to an end here.
                let second = station.seal([.random(6000, seed: 3)], code: "H51-210615-0002")
                let upload = try await client.post(second, as: station).upload()
                _ = try await client.patch(upload, at: 0, second.stream.prefix(1000), as: station)
                try await collector.does("backup", root.appending("backup").string, "--copy")
                kept.value = (station, first, second, receipt)
            }
            // The disk is lost; the backup is copied to its place.
            try FileManager.default.removeItem(atPath: collector.data.string)
            let copied = try await runTool("cp", ["-a", root.appending("backup").string, collector.data.string])
            try #require(copied.exitCode == 0, "\(copied.errors)")
            #expect(try await collector.does("verify").contains("Everything is whole"))
            try await collector.does("recount")
            try await collector.serving { client in
                let (station, first, second, receipt) = try #require(kept.value)
                let again: SubmissionStatus = try await client.post(first, as: station).decoded()
                #expect(again.receipt == receipt)
                // Unfinished uploads are not in a backup: the station posts the manifest again and begins anew.
                let upload = try await client.post(second, as: station).upload()
                let head = try await client.tus(.head, upload, as: station)
                #expect(head.headers[.uploadOffset] == "0")
                #expect(try await client.patch(upload, at: 0, second.stream, as: station).receipt != nil)
                let third = station.seal([.random(7000, seed: 4)], code: "H51-210615-0003")
                #expect(try await client.deliver(third, as: station).receipt != nil)
            }
            #expect(try await collector.does("verify").contains("Everything is whole"))
            try await collector.does("recount")
        }
    }

    @Test("A prepared directory that lets everybody in shows nobody the index, the key or a backup")
    func modes() async throws {
        try await withTemporaryDirectory { root in
            let (data, target) = (root.appending("collector"), root.appending("backup"))
            for directory in [data, target] {
                try FileManager.default.createDirectory(
                    atPath: directory.string, withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o755])
            }
            let collector = ServedCollector(data: data)
            try await collector.does("init", "--name", "Sóc Trăng")
            try await collector.does("backup", target.string)
            for directory in [data, target] {
                let names = try FileManager.default.contentsOfDirectory(atPath: directory.string)
                #expect(names.contains("registry.sqlite"))
                for name in names {
                    let attributes = try FileManager.default.attributesOfItem(
                        atPath: directory.appending(name).string)
                    let mode = try #require(attributes[.posixPermissions] as? Int)
                    #expect(mode & 0o077 == 0, "\(name) of \(directory) has mode \(String(mode, radix: 8))")
                }
            }
        }
    }

    @Test(
        "A backup whose disk does not keep it ends the program, also where every page was there already",
        arguments: [false, true])
    func backupNotKept(atEnd: Bool) async throws {
        try await withServedCollector { collector, root in
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                _ = try await client.deliver(station.seal([.random(5000, seed: 1)]), as: station)
            }
            let target = root.appending("backup")
            try await collector.does("backup", target.string)
            let arguments = [collector.data.string, target.string]
            let result = await #expect(processExitsWith: .exitCode(74), observing: [\.standardErrorContent]) {
                [arguments = arguments as [String], atEnd = atEnd as Bool] in
                let target = FilePath(arguments[1])
                let source = try DataDirectory.open(FilePath(arguments[0]))
                let run = BackupRun(source: source, target: target, mayLink: true)
                let store = try ContentStore(directory: DataDirectory.blobsPath(in: target))
                try run.source.registry.backup(to: target.appending("registry.sqlite.new").string)
                SystemCall.fsync.replace(with: .fail(EIO))
                if atEnd { try run.putInPlace() } else { _ = try run.savePages(into: store) }
            }
            let errors = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
            #expect(errors.contains("fsync \(target)/\(atEnd ? "registry.sqlite.new" : "blobs/")"), "\(errors)")
        }
    }

    @Test("A backup that was broken off is completed by the next, and what it left half is gone")
    func brokenOffBackup() async throws {
        try await withServedCollector { collector, root in
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                _ = try await client.deliver(station.seal([.random(5000, seed: 1)]), as: station)
            }
            let target = root.appending("backup")
            try FileManager.default.createDirectory(atPath: target.string, withIntermediateDirectories: true)
            _ = try ContentStore(directory: DataDirectory.blobsPath(in: target))
            let half = DataDirectory.blobsPath(in: target).appending("ab/tmp.1.abc")
            for path in [target.appending("registry.sqlite.new"), half] {
                try Data("half".utf8).write(to: URL(filePath: path.string))
            }
            try await collector.does("backup", target.string, "--copy")
            #expect(!FileManager.default.fileExists(atPath: half.string))
            let result = try await collector.run("verify", "--data", target.string)
            #expect(result.exitCode == 0, "\(result.output) \(result.errors)")
        }
    }

    private struct Summary: Decodable, Sendable {
        let pages, linked, copied: Int
    }
}
