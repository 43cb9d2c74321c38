import ArgumentParser
import SANEDriver
import Scanning

/// Lists the scanners of this PC.
struct ScannersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scanners", abstract: "List the scanners that SANE finds.",
        discussion: "Exit status 1 when there is none.")

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await reporting {
            let found = try SANELibrary().scanners()
            if json {
                try printJSON(found)
            } else {
                for scanner in found {
                    printLine("\(scanner.name)  \(scanner.vendor) \(scanner.model)  (\(scanner.type))")
                }
            }
            guard found.isEmpty else { return }
            printError("sohoa-agent: \(ScanFault.noScanner.text.english)")
            throw ExitCode(1)
        }
    }
}
