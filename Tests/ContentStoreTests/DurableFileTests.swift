import ContentStore
import Dossiers
import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite struct DurableFileTests {
    private func names(_ directory: FilePath) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.string).sorted()
    }

    @Test func `A file is written, read and replaced as a whole`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.appending("settings")
            #expect(try DurableFile.read(path) == nil)
            for bytes in [[1, 2, 3], [], SampleContent.bytes(1, count: 300_000)] as [[UInt8]] {
                try DurableFile.write(bytes, to: path)
                #expect(try DurableFile.read(path) == bytes)
            }
            #expect(try names(directory) == ["settings"])
        }
    }

    @Test func `A secret is its owner's alone from the first byte, also in the place of an open file`() async throws {
        await #expect(processExitsWith: .success) {
            umask(0)
            try await withTemporaryDirectory { directory in
                let path = directory.appending("key")
                try DurableFile.write([1], to: path, mode: 0o644)
                #expect(mode(path) == 0o644)
                try DurableFile.write([2], to: path, mode: 0o600)
                #expect(mode(path) == 0o600)
                #expect(try DurableFile.read(path) == [2])
            }
        }
        try await withTemporaryDirectory { directory in
            let path = directory.string
            await #expect(processExitsWith: .signal(SIGSYS)) { [path = path as String] in
                umask(0)
                SystemCall.write.replace(with: .crash)
                try DurableFile.write([1], to: FilePath(path).appending("key"), mode: 0o600)
            }
            let left = try names(directory)
            #expect(left.count == 1)
            #expect(mode(directory.appending(left[0])) == 0o600)
        }
    }

    @Test func `A crash before the rename leaves the former file, one after it the new one`() async throws {
        for (step, call) in ["write", "fsync", "rename", "opening the directory to sync it"].enumerated() {
            try await withTemporaryDirectory { directory in
                let path = directory.appending("key")
                try DurableFile.write([1, 1], to: path)
                let text = path.string
                await #expect(processExitsWith: .signal(SIGSYS)) { [text = text as String, step = step as Int] in
                    switch step {
                    case 0: SystemCall.write.replace(with: .crash)
                    case 1: SystemCall.fsync.replace(with: .crash)
                    case 2: SystemCall.rename.replace(with: .crash)
                    default: SystemCall.openDirectory.replace(with: .crash)
                    }
                    try DurableFile.write([2, 2], to: FilePath(text))
                }
                #expect(try DurableFile.read(path) == (step == 3 ? [2, 2] : [1, 1]), "\(call)")
            }
        }
    }

    @Test func `A failure to write leaves the former file and nothing else`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.appending("key")
            try DurableFile.write([1, 1], to: path)
            for step in 0..<2 {
                let text = path.string
                await #expect(processExitsWith: .success) { [text = text as String, step = step as Int] in
                    if step == 0 {
                        SystemCall.write.replace(with: .fail(ENOSPC))
                    } else {
                        SystemCall.rename.replace(with: .fail(EIO))
                    }
                    expectFailure(step == 0 ? .noSpace : .ioError, of: step == 0 ? "write" : "rename") {
                        try DurableFile.write([2, 2], to: FilePath(text))
                    }
                }
                #expect(try names(directory) == ["key"])
                #expect(try DurableFile.read(path) == [1, 1])
            }
            expectFailure(.noSuchFileOrDirectory, of: "open") {
                try DurableFile.write([1], to: directory.appending("none").appending("key"))
            }
        }
    }

    @Test("Writers of one file never mix", .timeLimit(.minutes(5)))
    func concurrentWriters() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.appending("settings")
            let contents = (0..<4).map { [UInt8](repeating: $0, count: 50_000) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for bytes in contents {
                    group.addTask {
                        for _ in 0..<10 {
                            try DurableFile.write(bytes, to: path)
                            #expect(contents.contains(try DurableFile.read(path) ?? []))
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try names(directory) == ["settings"])
        }
    }

    @Test func `A directory is made for its owner alone, and one that exists is fine`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.appending("data")
            try DurableFile.createDirectory(path)
            #expect(mode(path) == 0o700)
            try DurableFile.createDirectory(path)
            expectFailure(.noSuchFileOrDirectory, of: "mkdir") {
                try DurableFile.createDirectory(path.appending("a").appending("b"))
            }
        }
    }
}
