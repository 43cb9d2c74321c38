import HummingbirdTLS
import Logging
import ServiceLifecycle
import Synchronization

/// Looks at the certificate's files now and then, and puts new ones to use without a restart.
///
/// Files that cannot be used are reported and change nothing: the server goes on with what it has.
final class CertificateWatcher: Service {
    private let files: TLSFiles
    /// Taken before the server reads the files, so that no replacement goes unseen.
    private let stampAtStart: [Int]
    private let interval: Duration
    private let logger: Logger
    private let replace = Mutex<(@Sendable (TLSConfiguration) throws -> Void)?>(nil)

    init(files: TLSFiles, interval: Duration = .seconds(10), logger: Logger) {
        self.files = files
        stampAtStart = files.stamp
        self.interval = interval
        self.logger = logger
    }

    /// Sets what takes a new configuration.
    func attach(_ replace: @escaping @Sendable (TLSConfiguration) throws -> Void) {
        self.replace.withLock { $0 = replace }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var seen = self.stampAtStart
            while (try? await Task.sleep(for: self.interval)) != nil {
                let stamp = self.files.stamp
                guard stamp != seen else { continue }
                seen = stamp
                self.reload()
            }
        }
    }

    private func reload() {
        do {
            let configuration = try files.load()
            try replace.withLock { $0 }?(configuration)
            logger.notice("certificate replaced", metadata: ["file": "\(files.certificate)"])
        } catch {
            logger.error("certificate not replaced; the former stays in use", metadata: ["reason": "\(error)"])
        }
    }
}
