import Logging
import ServiceLifecycle
import Spool
import Station

/// Looks after the spool while the daemon runs: the check at start, then hourly the deletion of pages that the
/// province has had for long enough, and of what nobody will ask for any more.
struct Caretaker: Service {
    let spool: Spool
    let keeping: Duration
    let logger: Logger

    func run() async throws {
        // A scan in another process writes temporary files; its lock tells, and then the sweep waits for the next start.
        if let lock = try? ScanLock(DossierScanner.lock(of: spool)) {
            try await spool.sweepTemporaries()
            withExtendedLifetime(lock) {}
        }
        for finding in try await spool.recover() {
            logger.error(
                "a page needs a look; see sohoa-agent verify",
                metadata: ["kind": "\(finding.kind.rawValue)", "page": "\(finding.digest)"])
        }
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try await spool.forgetOldDrafts()
                try await deleteDiscarded()
                try await deleteStrays()
                let count = try await spool.pruneReceived(keeping: keeping)
                if count > 0 { logger.info("deleted pages that the province has", metadata: ["pages": "\(count)"]) }
                try? await Task.sleep(for: .seconds(3600))
            }
        }
    }

    /// Deletes dossiers that were discarded for long enough.
    private func deleteDiscarded() async throws {
        let count = try await spool.deleteDiscarded(keeping: keeping)
        if count > 0 { logger.info("deleted discarded dossiers", metadata: ["dossiers": "\(count)"]) }
    }

    /// Deletes pages that never came into a dossier, or were taken out of one that the province has, when they are as
    /// old as delivered ones become; while a scan runs, the next time.
    private func deleteStrays() async throws {
        var strays = try await spool.strayPages(keeping: max(keeping, Self.shortest))[...]
        // Few at a time: whoever wants to scan waits for the lock a second at most.
        while !strays.isEmpty, let lock = try? ScanLock(DossierScanner.lock(of: spool)) {
            let count = try await spool.delete(strays: Array(strays.prefix(Self.batch)))
            withExtendedLifetime(lock) {}
            strays = strays.dropFirst(Self.batch)
            logger.info("deleted pages that are in no dossier", metadata: ["pages": "\(count)"])
        }
    }

    private static let batch = 20
    /// A day, also where what the province has goes at once.
    private static let shortest = Duration.seconds(86_400)
}
