import Exchange
import FoundationEssentials
import Glibc

/// Writes a line to standard output at once, also into a pipe.
func printLine(_ text: String) {
    print(text)
    _ = fflush(nil)
}

/// Writes a line to standard error.
func printError(_ text: String) {
    let line = text + "\n"
    _ = unsafe line.withCString { bytes in unsafe write(STDERR_FILENO, bytes, strlen(bytes)) }
}

/// Writes `value` to standard output as one JSON document in the form of the station API.
func printJSON(_ value: some Encodable) throws {
    printLine(String(decoding: try Wire.encode(value), as: UTF8.self))
}
