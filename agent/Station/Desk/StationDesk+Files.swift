package import Dossiers
import Scanning
package import Spool
package import SystemPackage

extension StationDesk {
    /// Imports a file into an open dossier.
    ///
    /// - Throws: when it cannot be imported; then nothing of it is in the dossier.
    package func importFile(
        _ path: FilePath, into code: DossierCode, at placements: PagePlacements, by officer: String
    ) async throws(StationRefusal) -> ImportReport {
        let report: ImportReport
        do { report = try await files.importFile(at: path, into: code, at: placements, by: officer) } catch {
            throw StationRefusal(any: error)
        }
        return try settled(report, code)
    }

    /// Files in the watched folder that wait for an officer.
    func inbox() async -> [InboxFile] { await folder?.inbox ?? [] }

    /// Imports a file of the watched folder into an open dossier.
    ///
    /// - Throws: when it cannot be imported; then nothing of it is in the dossier.
    func importFromInbox(
        _ id: InboxFile.ID, into code: DossierCode, at placements: PagePlacements, by officer: String
    ) async throws(StationRefusal) -> ImportReport {
        guard let folder else { throw StationRefusal(any: WatchedFolderError.gone) }
        let report: ImportReport
        do { report = try await folder.importFile(id, into: code, at: placements, by: officer) } catch {
            throw StationRefusal(any: error)
        }
        board.post(.inbox)
        return try settled(report, code)
    }

    /// Puts a file of the watched folder away, because nobody has a use for it.
    func refuseFromInbox(_ id: InboxFile.ID) async throws(StationRefusal) {
        do { try await folder?.refuse(id) } catch { throw StationRefusal(any: error) }
        board.post(.inbox, .desk)
    }

    private func settled(_ report: ImportReport, _ code: DossierCode) throws(StationRefusal) -> ImportReport {
        board.post(.desk, .dossier(code.rawValue))
        if let fault = report.fault { throw StationRefusal(.unacceptable, fault.code, fault.text) }
        return report
    }
}
