import ArgumentParser
import Exchange

/// `key`: the collector's public key.
struct Key: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Give the public key that verifies this collector's receipts, in PEM.")

    @OptionGroup var directory: DataDirectoryOptions

    @Flag(help: "Give the fingerprint instead, to compare over the telephone.")
    var fingerprint = false

    func run() async throws {
        let key = try await directory.open().key.verificationKey
        printLine(fingerprint ? key.spokenFingerprint : key.pemRepresentation)
    }
}
