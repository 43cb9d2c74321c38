import CSandbox
import FoundationEssentials
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import Importing

@Suite("The sandbox")
struct SandboxTests {
    @Test("lets files be added where it is allowed, and nothing be read or written elsewhere")
    func files() async throws {
        try await withTemporaryDirectory { folder in
            for name in ["store", "store/ab", "other"] {
                try FileManager.default.createDirectory(
                    atPath: folder.appending(name).string, withIntermediateDirectories: true)
            }
            try Data("secret".utf8).write(to: URL(filePath: folder.appending("other/key").string))
            await #expect(processExitsWith: .success) { [folder = folder.string as String] in
                let rules = csandbox_rules_create()
                // A kernel before 5.19 has no such rules, which the sandbox does without.
                guard rules >= 0 else { return }
                unsafe csandbox_rules_allow(rules, folder + "/store", CSANDBOX_ADD)
                precondition(csandbox_rules_enforce(rules))
                func outcome(_ path: String, _ flags: Int32) -> Int32 {
                    let file = unsafe open(folder + path, flags, 0o600)
                    if file < 0 { return errno }
                    close(file)
                    return 0
                }
                precondition(outcome("/store/tmp.1", O_CREAT | O_EXCL | O_WRONLY) == 0)
                precondition(unsafe rename(folder + "/store/tmp.1", folder + "/store/ab/page") == 0)
                precondition(outcome("/store/ab", O_RDONLY | O_DIRECTORY) == 0)
                precondition(outcome("/store/ab/page", O_RDONLY) == EACCES)
                precondition(outcome("/other/key", O_RDONLY) == EACCES)
                precondition(outcome("/other/new", O_CREAT | O_WRONLY) == EACCES)
                precondition(unsafe rename(folder + "/store/ab/page", folder + "/other/key") != 0)
                precondition(unsafe unlink(folder + "/other/key") != 0)
            }
            #expect(FileManager.default.contents(atPath: folder.appending("other/key").string)?.count == 6)
        }
    }

    @Test("takes away the network, other programs and other processes", arguments: [true, false])
    func calls(mayStartPrograms: Bool) async {
        await #expect(processExitsWith: .success) { [mayStartPrograms = mayStartPrograms as Bool] in
            precondition(csandbox_filter_calls(mayStartPrograms))
            precondition(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) == -1 && errno == EPERM)
            precondition(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) == -1 && errno == EPERM)
            precondition(unsafe chmod("/tmp", 0o700) == -1 && errno == EPERM)
            precondition((kill(getppid(), 0) == 0) == mayStartPrograms)
            precondition(unsafe truncate("/nonexistent", 0) == -1 && errno == EPERM)
        }
    }

    @Test("ends a process that computes for too long, and leaves no core")
    func computing() async {
        await #expect(processExitsWith: .signal(SIGXCPU)) {
            precondition(csandbox_limit_memory(8 << 30, 1 << 20) && csandbox_limit_computing(1))
            while true {}
        }
    }

    @Test("is not entered by a process with several threads, for which it would not hold")
    func threads() async {
        await #expect(processExitsWith: .success) {
            precondition(!csandbox_is_single_threaded())
        }
    }
}
