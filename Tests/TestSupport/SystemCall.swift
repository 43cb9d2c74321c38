import FoundationEssentials
import Glibc

/// A system call that a test replaces in the process it runs in, to see what a crash or a failing disk leaves behind.
package enum SystemCall {
    case write, fsync, fdatasync, fchmod, rename, openDirectory

    /// What the call does from then on instead of its work.
    package enum Effect {
        /// Ends the process at once, with SIGSYS, before the call does anything: a crash at exactly this place.
        case crash
        /// Fails.
        case fail(CInt)
    }

    /// Has `effect` happen instead of the call, for good. Writing to the standard streams goes on.
    ///
    /// A seccomp filter (Linux, Documentation/userspace-api/seccomp_filter.rst) does it; it needs no privilege.
    /// - Parameters:
    ///   - descriptor: a file descriptor for which the call still works.
    ///   - onEveryThread: whether it happens on all threads of the process, else on the calling one.
    package func replace(
        with effect: Effect, sparing descriptor: CInt = STDERR_FILENO, onEveryThread: Bool = false
    ) {
        let action: UInt32 =
            switch effect {
            case .crash: 0x8000_0000  // SECCOMP_RET_KILL_PROCESS
            case .fail(let code): 0x0005_0000 | UInt32(code)  // SECCOMP_RET_ERRNO
            }
        // Offsets in struct seccomp_data: 0 the call's number, 16 its first argument, 32 its third. `openat` has its
        // flags there, of which O_DIRECTORY is looked for.
        let isConcerned: [Instruction] =
            self == .openDirectory
            ? [
                Instruction(code: 0x20, k: 32),  // load the flags
                Instruction(code: 0x45, ifFalse: 2, k: UInt32(O_DIRECTORY)),  // any of these bits?
                Instruction(code: 0x05, k: 0),  // go on
            ]
            : [
                Instruction(code: 0x20, k: 16),  // load the descriptor
                Instruction(code: 0x15, ifTrue: 2, k: UInt32(descriptor)),  // equal?
                Instruction(code: 0x15, ifTrue: 1, k: UInt32(STDOUT_FILENO)),
            ]
        load(
            [
                Instruction(code: 0x20, k: 0),  // load the number
                Instruction(code: 0x15, ifFalse: 4, k: number),
            ] + isConcerned + [
                Instruction(code: 0x06, k: action),
                Instruction(code: 0x06, k: 0x7fff_0000),  // SECCOMP_RET_ALLOW
            ], onEveryThread: onEveryThread)
    }

    /// The descriptor of this process's open file whose path contains `text`.
    package static func descriptor(ofFileWith text: String) -> CInt? {
        (0..<1024).first { descriptor in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
            return target?.contains(text) == true
        }
    }

    private var number: UInt32 {
        #if arch(x86_64)
            switch self {
            case .write: 1
            case .fsync: 74
            case .fdatasync: 75
            case .fchmod: 91
            case .rename: 82
            case .openDirectory: 257
            }
        #elseif arch(arm64)
            // There rename of the C library is the call renameat.
            switch self {
            case .write: 64
            case .fsync: 82
            case .fdatasync: 83
            case .fchmod: 52
            case .rename: 38
            case .openDirectory: 56
            }
        #else
            #error("the numbers of the system calls are not known for this processor")
        #endif
    }

    /// struct sock_filter.
    private struct Instruction {
        var code: UInt16
        var ifTrue: UInt8 = 0
        var ifFalse: UInt8 = 0
        var k: UInt32
    }

    /// struct sock_fprog.
    @unsafe private struct Program {
        var count: UInt16
        var first: UnsafePointer<Instruction>?
    }

    private func load(_ instructions: [Instruction], onEveryThread: Bool) {
        // These take a variable number of arguments, which Swift does not call; on Linux they are passed as others are.
        typealias Call = @convention(c) (CLong, CUnsignedLong, CUnsignedLong, UnsafeRawPointer?) -> CLong
        let call = unsafe unsafeBitCast(dlsym(nil, "syscall"), to: Call.self)
        typealias Control =
            @convention(c) (CInt, CUnsignedLong, UnsafeRawPointer?, CUnsignedLong, CUnsignedLong) -> CInt
        let control = unsafe unsafeBitCast(dlsym(nil, "prctl"), to: Control.self)
        let noNewPrivileges: CInt = 38
        // seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC or 0, program)
        #if arch(x86_64)
            let seccomp = 317
        #else
            let seccomp = 277
        #endif
        precondition(control(noNewPrivileges, 1, nil, 0, 0) == 0)
        // Program and instructions outlive the call, which copies them.
        unsafe instructions.withUnsafeBufferPointer { buffer in
            var program = unsafe Program(count: UInt16(buffer.count), first: buffer.baseAddress)
            precondition(
                unsafe call(seccomp, 1, onEveryThread ? 1 : 0, &program) == 0, "no seccomp filter: \(errno)")
        }
    }
}
