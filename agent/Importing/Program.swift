import CSandbox
import Glibc
import Scanning

/// A program that reads the file at hand and writes what it makes of it into a pipe. It goes with this value.
struct Program: ~Copyable {
    private let process: pid_t
    private let output: Int32

    /// Where a program is, by `PATH`; nil when it is not installed.
    static func find(_ name: String) -> String? {
        // The variable is not changed while the worker runs.
        let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(name)" }.first { unsafe access($0, X_OK) == 0 }
    }

    /// Starts the program with the file as its standard input.
    ///
    /// - Parameters:
    ///   - seconds: of computing, after which the kernel ends it.
    ///   - withErrors: what it says on standard error comes out of the pipe, too.
    init(_ path: String, _ arguments: [String], file: borrowing InputFile, seconds: Int, withErrors: Bool = false)
        throws(ScanFault)
    {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw .file(.failed("pipe")) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let child = Self.start(path, arguments, input: file.descriptor, output: ends[1], withErrors: withErrors)
        close(ends[1])
        guard let child else {
            close(ends[0])
            throw .file(.failed("posix_spawn"))
        }
        // It has not come far in the moment before this.
        _ = csandbox_limit_computing_of(child, UInt32(clamping: seconds))
        process = child
        output = ends[0]
    }

    deinit {
        kill(process, SIGKILL)
        // Nobody asks how it ended.
        _ = waitpid(process, nil, 0)
        close(output)
    }

    private static func start(
        _ path: String, _ arguments: [String], input: Int32, output: Int32, withErrors: Bool
    ) -> pid_t? {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        if withErrors { unsafe posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO) }
        // What the worker ignores and holds back is for the worker alone: a closed pipe must end the program.
        var (none, all) = (sigset_t(), sigset_t())
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        // Copies that outlive the call, and an end.
        var list = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe list.forEach { unsafe free($0) } }
        var child: pid_t = 0
        return unsafe posix_spawn(&child, path, &actions, &attributes, &list, environ) == 0 ? child : nil
    }

    /// Waits up to so long for output or its end; false when there is none yet.
    func hasOutput(milliseconds: Int32) -> Bool {
        var watched = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&watched, 1, milliseconds) > 0
    }

    /// Fills the start of `bytes` from `offset` up to `end`, or as far as the output goes.
    ///
    /// - Returns: where the bytes end.
    func read(into bytes: inout [UInt8], from offset: Int, to end: Int) -> Int {
        var done = offset
        while done < end {
            // The array's own storage, within its bounds.
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(output, buffer.baseAddress! + done, min(end, buffer.count) - done)
            }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            done += count
        }
        return done
    }

    /// Waits for its end.
    ///
    /// - Returns: nil when it ended well, otherwise what that says of the file.
    consuming func end() -> ImportFault? {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        close(output)
        discard self
        if status == 0 { return nil }
        // Ended by a signal: out of time, or out of memory.
        return status & 0x7f != 0 ? .tooComplex : .damaged
    }
}
