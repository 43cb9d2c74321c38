import ArgumentParser
import Glibc
import Scanning
import SettingsFiles
import Station

/// How a command comes by a new PIN. Never by an argument: those are for every process to see.
struct PINOptions: ParsableArguments {
    @Flag(help: "Read the PIN from standard input, one line, instead of asking on the terminal.")
    var pinStdin = false

    /// The hash of the PIN that was given.
    ///
    /// - Throws: `Refusal` when it is not good enough, or nobody gave one.
    func hash() throws -> String {
        let pin = pinStdin ? StandardInput.line() : try askTwice()
        guard let pin else { throw Refusal("no PIN came on standard input") }
        do { return try PINHash.make(pin) } catch { throw Refusal(error.text.vietnamese) }
    }

    private func askTwice() throws -> String? {
        let pin = try Self.ask("Mã PIN mới (4 đến 12 chữ số): ")
        guard try Self.ask("Nhập lại mã PIN: ") == pin else { throw Refusal("Hai lần nhập không giống nhau.") }
        return pin
    }

    /// A line from the terminal, which does not show it.
    private static func ask(_ prompt: String) throws -> String {
        let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { throw Refusal("there is no terminal to ask for the PIN; use --pin-stdin") }
        defer { close(terminal) }
        var shown = termios()
        guard unsafe tcgetattr(terminal, &shown) == 0 else { throw Refusal("the terminal cannot hide what is typed") }
        var hidden = shown
        // Ctrl-C comes as a character, so that the terminal is put back before the program ends.
        hidden.c_lflag &= ~tcflag_t(ECHO | ISIG)
        guard unsafe tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 else {
            throw Refusal("the terminal cannot hide what is typed")
        }
        defer {
            _ = unsafe tcsetattr(terminal, TCSAFLUSH, &shown)
            say("\n", to: terminal)
        }
        say(prompt, to: terminal)
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < 100 {
            // One byte into a variable of this function.
            let count = unsafe read(terminal, &byte, 1)
            if count < 0, errno == EINTR { continue }
            if count == 1, byte == 3 { throw Refusal("nothing was changed") }
            guard count == 1, byte != UInt8(ascii: "\n") else { break }
            line.append(byte)
        }
        return String(decoding: line, as: UTF8.self)
    }

    private static func say(_ text: String, to terminal: Int32) {
        let bytes = Array(text.utf8)
        // The array's own bytes.
        _ = unsafe bytes.withUnsafeBytes { unsafe write(terminal, $0.baseAddress, $0.count) }
    }
}
