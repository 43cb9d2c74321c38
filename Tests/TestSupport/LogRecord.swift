package import Logging
import Synchronization

/// What was logged, as text.
package final class LogRecord: Sendable {
    private let lines = Mutex<[String]>([])

    package init() {}

    package var text: String { lines.withLock { $0.joined(separator: "\n") } }

    fileprivate func add(_ line: String) { lines.withLock { $0.append(line) } }

    /// A logger that keeps everything.
    package func logger() -> Logger {
        var logger = Logger(label: "test") { _ in Handler(record: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let record: LogRecord
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            record.add("\(event.level) \(event.message) \(event.metadata ?? [:]) \(metadata)")
        }
    }
}
