import Dossiers
import Exchange
import FoundationEssentials
import Scanning
import Spool

extension StationDesk {
    private static let unfinishedName = "unfinished"

    /// What is still to be fed into a dossier beside its stack; nil while it is being scanned.
    func unfinished(of dossier: SpooledDossier) async throws -> UnfinishedScan? {
        isScanning(dossier.dossier.code) ? nil : try await unfinishedAsKept(of: dossier)
    }

    /// The officer has no more to feed there.
    func forgetUnfinished(of code: DossierCode) async throws {
        try await change { $0[code.rawValue] = nil }
        board.post(.desk, .dossier(code.rawValue))
    }

    /// A scan begins: until it has ended well, what it was for is still to be done.
    func begin(_ order: ScanOrder) async throws {
        guard let dossier = try await spool.dossier(order.code) else { return }
        let known = try await unfinishedAsKept(of: dossier)
        guard order.place != nil || order.awaitsBacks || known != nil else { return }
        var unfinished = known ?? UnfinishedScan(of: dossier)
        unfinished.begin(at: order.place, awaitsBacks: order.awaitsBacks, in: dossier)
        try await change { $0[order.code.rawValue] = unfinished }
    }

    /// A scan has ended.
    ///
    /// - Returns: where to go on; nil when everything is scanned.
    func end(_ order: ScanOrder, _ report: ScanReport) async throws -> BilingualText? {
        let isComplete = report.outcome.ending.isComplete
        guard let dossier = try await spool.dossier(order.code),
            var unfinished = try await unfinishedAsKept(of: dossier)
        else { return isComplete ? nil : report.resumeText }
        guard isComplete else {
            return order.place == nil ? report.resumeText : unfinished.resumeText(in: dossier)
        }
        unfinished.complete(in: dossier)
        try await change { $0[order.code.rawValue] = unfinished }
        return nil
    }

    private func unfinishedAsKept(of dossier: SpooledDossier) async throws -> UnfinishedScan? {
        try await allUnfinished()[dossier.dossier.code.rawValue].flatMap { $0.holds(of: dossier) ? $0 : nil }
    }

    private func allUnfinished() async throws -> [String: UnfinishedScan] {
        // What another version of the program kept says nothing to this one.
        try await spool.kept(named: Self.unfinishedName).flatMap {
            try? Wire.decode([String: UnfinishedScan].self, from: $0.bytes)
        } ?? [:]
    }

    /// Changes what is kept, and drops what is of dossiers that are not open any more. One scan at a time, and an officer
    /// who cancels between two: nothing else changes it.
    private func change(_ body: (inout [String: UnfinishedScan]) -> Void) async throws {
        let open = Set(try await spool.openDossiers().map(\.dossier.code.rawValue))
        var all = try await allUnfinished().filter { open.contains($0.key) }
        body(&all)
        try await spool.keep(Wire.encode(all), named: Self.unfinishedName)
    }
}
