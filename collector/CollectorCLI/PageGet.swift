import ArgumentParser
import ContentStore
import Dossiers
import Exchange
import FoundationEssentials
import Glibc
import Intake
import Registry
import SystemPackage

/// `page get`
struct PageGet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Write a page's bytes to a file, or to standard output with '-'.",
        discussion: "Who got which page, and why, is recorded in the audit trail first.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "The page's digest, as 'dossier show' lists it.")
    var page: ContentDigest

    @Option(help: "Why it is needed; goes to the audit trail. No names of citizens.")
    var reason: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write, or '-'.", valueName: "file"))
    var output: String

    func validate() throws {
        if !isField(reason, limit: TextLimit.name) {
            throw ValidationError("--reason must have 1 to \(TextLimit.name) characters, without line ends.")
        }
    }

    func run() async throws {
        let data = try await directory.open()
        let uses = try data.registry.uses(of: page)
        guard !uses.isEmpty else { throw PageError.unknown(page) }
        let bytes = try data.store.read(page)
        guard ContentDigest(sha256Of: Data(bytes)) == page else { throw PageDamaged(page: page) }
        let places = Set(uses.map { "\($0.dossier) at \($0.site)" }).sorted().joined(separator: ", ")
        try data.registry.audit(
            AuditEntry(
                at: Date(), actor: actor.actor, action: "page.get", subject: page.rawValue, detail: places,
                reason: reason))
        if output == "-" {
            try FileDescriptor.standardOutput.writeAll(bytes)
        } else {
            do { try DurableFile.write(bytes, to: FilePath(output), mode: 0o600) } catch {
                throw PageError.cannotWrite(output, "\(error)")
            }
        }
    }
}

/// A page that cannot be got as asked.
enum PageError: CannotRun {
    case unknown(ContentDigest)
    case cannotWrite(String, String)

    var description: String {
        switch self {
        case .unknown(let page):
            "no complete dossier has a page \(page); 'sohoa-collector dossier show' lists the pages"
        case .cannotWrite(let file, let reason): "the page cannot be written to \(file): \(reason)"
        }
    }
}
