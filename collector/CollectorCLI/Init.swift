import ArgumentParser
import Exchange
import Foundation
import Registry
import SystemPackage

/// `init`: makes the data directory.
struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make the data directory of a new collector, with its key.")

    @OptionGroup var directory: DataDirectoryOptions

    @Option(help: "The collector's name for people, for instance the province's.")
    var name = "Sohoa"

    @Flag(help: "Imported figures count at once, without the approval of a second person (see 'baseline rule').")
    var singleApprover = false

    @OptionGroup var account: ActorOptions

    @Flag(help: "Answer in JSON.")
    var json = false

    func run() async throws {
        let made = try DataDirectory.create(try await directory.path(), name: name)
        if singleApprover {
            try made.registry.setBaselinesNeedSecondPerson(false, by: account.actor, at: Date())
        }
        let answer = Answer(
            collector: made.identity.id, name: made.identity.name, data: made.path.string,
            publicKey: made.key.verificationKey.pemRepresentation,
            fingerprint: made.key.verificationKey.spokenFingerprint)
        if json { return try printJSON(answer) }
        printLine("Collector \(answer.collector) (\(answer.name)) is ready in \(answer.data).")
        printLine("Fingerprint of its key: \(answer.fingerprint)")
        printLine("Keep a copy of \(made.path.appending("collector.key")) in a safe place.")
        printLine("Next: import the offices with 'sohoa-collector site import', then 'sohoa-collector serve'.")
    }

    private struct Answer: Encodable {
        let collector: String
        let name: String
        let data: String
        /// SubjectPublicKeyInfo in PEM.
        let publicKey: String
        let fingerprint: String
    }
}
