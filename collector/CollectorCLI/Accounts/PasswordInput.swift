import Console
import Glibc
import Registry
import SettingsFiles

/// Reads a password: hidden from a terminal, twice; else the first line of standard input. Never an argument, which
/// everybody on the machine could see.
enum PasswordInput {
    static func read(for username: Username) throws -> String {
        let password = isatty(STDIN_FILENO) == 1 ? try askTwice() : StandardInput.line()
        guard let password, !password.isEmpty else { throw PasswordInputError.missing }
        if let weakness = PasswordWeakness.of(password, for: username) { throw PasswordInputError.weak(weakness) }
        return password
    }

    private static func askTwice() throws -> String {
        var shown = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &shown) == 0 else { throw PasswordInputError.cannotHide }
        var hidden = shown
        // Ctrl-C comes as a character, so that the terminal is put back before the program ends.
        hidden.c_lflag &= ~tcflag_t(ECHO | ISIG)
        guard unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 else { throw PasswordInputError.cannotHide }
        defer { _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown) }
        printError("Password:")
        let first = StandardInput.line() ?? ""
        printError("The same again:")
        if first.contains("\u{3}") { throw PasswordInputError.missing }
        guard StandardInput.line() == first else { throw PasswordInputError.different }
        return first
    }
}

/// Why there is no password.
enum PasswordInputError: CannotRun {
    case missing
    case different
    case cannotHide
    case weak(PasswordWeakness)

    var description: String {
        switch self {
        case .missing: "there is no password; give it as the first line of standard input"
        case .different: "the two are not the same; nothing was changed"
        case .cannotHide: "the terminal cannot hide what is typed; give the password on standard input"
        case .weak(let weakness): "\(weakness); nothing was changed"
        }
    }
}
