import FoundationEssentials
import Glibc
import Scanning

/// The scan worker's end of its conversation with the station: lines of JSON on standard input and output.
///
/// Everything happens on the worker's one thread: between two reads from the scanner it looks whether there is input.
final class WorkerChannel {
    /// What was found on the input.
    enum Input {
        case request(WorkerRequest)
        /// Nothing yet.
        case nothing
        /// The station is gone, or said something that is no request.
        case broken
    }

    /// Whether the station went away or broke the protocol.
    private(set) var isBroken = false

    private let output: Int32
    private var pending: [UInt8] = []
    private var lastMessage = ContinuousClock.now

    /// Takes standard output for messages alone: drivers print to it, which must not reach the station.
    init() throws {
        output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        let null = unsafe open("/dev/null", O_WRONLY | O_CLOEXEC)
        guard output >= 0, null >= 0, dup2(null, STDOUT_FILENO) >= 0 else { throw ScanFault.protocolBroken("stdout") }
        close(null)
        // A station that is gone shows as a failed write.
        signal(SIGPIPE, SIG_IGN)
        // Ending without `sane_cancel` leaves some scanners feeding: a wish to end is noted and heeded in good order.
        var ends = Self.endSignals
        _ = unsafe sigprocmask(SIG_BLOCK, &ends, nil)
    }

    /// Whether the process was asked to end.
    var isToEnd: Bool {
        var pending = sigset_t()
        _ = unsafe sigpending(&pending)
        return unsafe sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1
    }

    private static var endSignals: sigset_t {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGTERM)
        unsafe sigaddset(&signals, SIGINT)
        return signals
    }

    /// Time since the last message.
    var silence: Duration { lastMessage.duration(to: .now) }

    /// Says something.
    func send(_ message: WorkerMessage) {
        guard !isBroken, var line = try? [UInt8](JSONEncoder().encode(message)) else { return }
        line.append(UInt8(ascii: "\n"))
        var done = 0
        while done < line.count {
            // The array's own bytes, from `done` to its end.
            let count = unsafe line.withUnsafeBytes { unsafe write(output, $0.baseAddress! + done, $0.count - done) }
            if count < 0 {
                if errno == EINTR { continue }
                isBroken = true
                return
            }
            done += count
        }
        lastMessage = .now
    }

    /// The next request, waiting for it; a wish to end counts as one to cancel.
    func next() -> Input {
        while true {
            let input = poll(milliseconds: 500)
            if case .nothing = input { if isToEnd { return .request(.cancel) } else { continue } }
            return input
        }
    }

    /// The next request, if one is there.
    func nextIfAny() -> Input { poll(milliseconds: 0) }

    private func poll(milliseconds: Int32) -> Input {
        if isBroken { return .broken }
        if let request = takeLine() { return request }
        var watched = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard unsafe Glibc.poll(&watched, 1, milliseconds) > 0 else { return .nothing }
        var chunk = [UInt8](repeating: 0, count: 4096)
        // The array's own storage, within its bounds.
        let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(STDIN_FILENO, $0.baseAddress!, $0.count) }
        if count < 0, errno == EINTR { return .nothing }
        guard count > 0 else {
            isBroken = true
            return .broken
        }
        pending += chunk[..<count]
        return takeLine() ?? .nothing
    }

    private func takeLine() -> Input? {
        guard let end = pending.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let line = Data(pending[..<end])
        pending.removeSubrange(...end)
        guard let request = try? JSONDecoder().decode(WorkerRequest.self, from: line) else {
            isBroken = true
            return .broken
        }
        return .request(request)
    }
}
