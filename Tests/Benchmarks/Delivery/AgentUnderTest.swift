import ContentStore
import Dossiers
import Exchange
import FoundationEssentials
import Spool
import SystemPackage
import TestSupport

/// An enrolled station with a spool of its own, and its daemon.
struct AgentUnderTest: Sendable {
    let spool: Spool
    let daemon: BackgroundProgram

    /// Enrols a station of `site` in `folder`.
    ///
    /// - Parameter port: of the collector, or of a link to it.
    init(in folder: FilePath, site: SiteID, token: String, port: Int) async throws {
        let data = folder.appending("agent")
        let environment = ["SOHOA_DATA": data.string, "SOHOA_LISTEN_PORT": "0"]
        let result = try await runTool(
            Programs.agent.string, ["enroll", "--collector", "http://127.0.0.1:\(port)", "--token", token],
            environment: environment)
        guard result.exitCode == 0 else { throw CannotMeasure("sohoa-agent enroll: \(result.errors)") }
        spool = try Spool(directory: data)
        daemon = BackgroundProgram(Programs.agent, ["run"], environment: environment)
    }

    /// Puts sealed dossiers into the queue, by the functions that a scan uses.
    func fill(_ dossiers: [SampleDossier]) async throws {
        guard let credentials = try Credentials(in: spool.directory) else { throw CannotMeasure("not enrolled") }
        for dossier in dossiers {
            guard let code = DossierCode(rawValue: dossier.code) else {
                throw CannotMeasure("\(dossier.code) is no code")
            }
            let drafts = dossier.documents.map { document in
                var draft = DocumentDraft(document: document, sheets: document.pages.count)
                draft.document.pages = []
                return draft
            }
            try await spool.openDossier(
                Dossier(
                    code: code, procedure: "1.001193", owner: Owner(name: "NGUYỄN VĂN MẪU"), componentsComplete: true),
                operatorName: "canbo", sheetsExpected: dossier.pages.count, drafts: drafts)
            for (page, bytes) in dossier.pages {
                try spool.pages.put(bytes)
                try await spool.addPage(page, to: code, startsSheet: true)
            }
            _ = try await spool.seal(code, with: credentials)
        }
    }

    /// Waits until every one of `count` submissions has its receipt.
    func delivered(_ count: Int) async throws {
        while true {
            let submissions = try await spool.submissions()
            if let problem = submissions.compactMap(\.problemDetail).first { throw CannotMeasure(problem) }
            if submissions.count(where: { $0.state == .received }) == count { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
