import Logging

extension Settings {
    /// The program's logger: to standard error, at the level asked for.
    func logger() throws -> Logger {
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw Refusal("log-level must be one of trace, debug, info, notice, warning, error, critical")
        }
        var logger = Logger(label: "sohoa-agent") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }
}
