import Glibc

/// What a program is told on standard input: secrets and names, which arguments would show to everybody on the machine.
package enum StandardInput {
    /// The next line without its end; nil when there is none.
    ///
    /// Swift's `readLine` begins again for as long as `errno` says that a signal came between, and the end of the input
    /// leaves `errno` as it was: after a signal anywhere before, it would never end.
    package static func line() -> String? {
        errno = 0
        return readLine(strippingNewline: true)
    }
}
