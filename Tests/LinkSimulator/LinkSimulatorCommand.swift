import ArgumentParser
import Dispatch
import Glibc
import SystemPackage
import TestSupport

/// A poor link between two loopback ports, for demonstrations and measurements.
@main
struct LinkSimulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sohoa-link-simulator",
        abstract: "Forwards a loopback port to another like a poor link does: late, slowly, with cuts.",
        discussion: """
            While it runs it obeys lines on its standard input: cut, stall, restore, figures, quit; and the signals \
            SIGUSR1 (cut) and SIGUSR2 (restore). It answers each with a line on its standard output, and ends with the \
            standard input only by 'quit'.
            """)

    @Option(help: "Where to listen, 127.0.0.1:PORT; port 0 takes any that is free.")
    var listen: String = "127.0.0.1:0"

    @Option(help: "Where to forward to, 127.0.0.1:PORT.")
    var to: String

    @Option(help: "Milliseconds from one end to the other: half a round trip.")
    var delayMs: Int = 0

    @Option(help: "Rate each way, shared by all connections; without it there is no limit.")
    var kbitPerSecond: Int?

    @Option(help: "Bytes towards the target after which the link is cut; may be given several times.")
    var cutAfter: [Int] = []

    @Option(help: "Milliseconds after which such a cut is over; without it 'restore' ends it.")
    var restoreAfterMs: Int?

    func run() async throws {
        let conditions = SimulatedLink.Conditions(
            delay: delayMs, kilobitsPerSecond: kbitPerSecond, cuts: cutAfter, cutLength: restoreAfterMs)
        let link = try await SimulatedLink.start(
            listen: try port(in: listen), to: try port(in: to), conditions: conditions)
        say("listening on 127.0.0.1:\(link.port)")
        let (orders, given) = AsyncStream.makeStream(of: String.self)
        let sources = [
            watch(SIGUSR1) { given.yield("cut") }, watch(SIGUSR2) { given.yield("restore") },
            watch(SIGTERM) { given.yield("quit") }, watch(SIGINT) { given.yield("quit") },
        ]
        defer { for source in sources { source.cancel() } }
        // Reading lines blocks, which the cooperative pool must not.
        DispatchQueue.global().async { readLines { given.yield($0) } }
        for await order in orders {
            switch order {
            case "cut": try await link.cut()
            case "stall": try await link.stall()
            case "restore": try await link.restore()
            case "figures":
                let figures = try await link.figures()
                say("up \(figures.bytesUp) down \(figures.bytesDown) connections \(figures.connections)")
                continue
            case "quit": return
            case "": continue
            default:
                say("unknown order '\(order)'; known are cut, stall, restore, figures, quit")
                continue
            }
            say(order)
        }
    }

    private func port(in text: String) throws -> Int {
        let parts = text.split(separator: ":")
        guard let port = parts.last.flatMap({ Int($0) }), (0...65535).contains(port),
            parts.count == 1 || (parts.count == 2 && (parts[0] == "127.0.0.1" || parts[0] == "localhost"))
        else { throw ValidationError("'\(text)' is not of the form 127.0.0.1:PORT; only loopback is served") }
        return port
    }

    /// Calls `action` for each signal of that number.
    private func watch(_ number: Int32, _ action: @escaping @Sendable () -> Void) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number)
        source.setEventHandler(handler: action)
        source.activate()
        return source
    }

    /// Calls `body` with each line of the standard input.
    ///
    /// Not by way of stdio, whose lock on the input would hold up the output, and the end of the program too.
    private func readLines(_ body: (String) -> Void) {
        var rest: [UInt8] = []
        while true {
            let piece = unsafe try? [UInt8](unsafeUninitializedCapacity: 1024) { buffer, count in
                count = unsafe try FileDescriptor.standardInput.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            guard let piece, !piece.isEmpty else { return }
            rest += piece
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                body(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeSubrange(...end)
            }
        }
    }

    /// Prints a line at once, also into a pipe.
    private func say(_ line: String) {
        // A reader that went away is no reason to end the link.
        _ = try? FileDescriptor.standardOutput.writeAll((line + "\n").utf8)
    }
}
