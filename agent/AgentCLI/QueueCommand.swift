import ArgumentParser
import Dossiers
import Spool

/// Looks at and steers the queue of submissions.
struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Show or steer what waits for delivery.",
        subcommands: [ListQueue.self, PauseQueue.self, ResumeQueue.self, RetryQueue.self],
        defaultSubcommand: ListQueue.self)

    struct ListQueue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List what has no receipt yet: open dossiers and submissions.")

        @OptionGroup var common: CommonOptions

        @Flag(help: "List what was received, too.")
        var all = false

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            try await reporting {
                let spool = try await common.settings().openSpool()
                let open = try await spool.openDossiers()
                let submissions = try await spool.submissions(pendingOnly: !all)
                if json {
                    try printJSON(QueueReport(open: open, submissions: submissions))
                    return
                }
                for dossier in open { printLine(dossier.line) }
                for submission in submissions { printLine(submission.line) }
                if open.isEmpty, submissions.isEmpty { printLine("Hàng đợi trống.") }
            }
        }
    }

    struct PauseQueue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "pause", abstract: "Let delivery rest.")

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await reporting {
                try await common.settings().openSpool().setPaused(true)
                printLine("Đã tạm dừng tải lên.")
            }
        }
    }

    struct ResumeQueue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "resume", abstract: "Let delivery go on.")

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await reporting {
                try await common.settings().openSpool().setPaused(false)
                printLine("Tiếp tục tải lên.")
            }
        }
    }

    struct RetryQueue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Try again what was given up, of one dossier or of all.",
            discussion: """
                What the province has refused is not sent again as it was: mend it, and run: sohoa-agent seal CODE --again
                """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "The dossier's code; all without it.")
        var code: DossierCode?

        @Flag(help: "Print JSON.")
        var json = false

        private struct Report: Encodable {
            /// How many submissions are tried again.
            var retried: Int
            /// Dossiers that the province has refused: these are not sent again as they were.
            var refused: [DossierCode]
        }

        func run() async throws {
            try await reporting {
                let spool = try await common.settings().openSpool()
                if let code, try await spool.dossier(code) == nil { throw SpoolError.dossierNotFound(code) }
                let count = try await spool.retry(code)
                let refusals = try await spool.lastRefused().filter { code == nil || $0 == code }
                if json { return try printJSON(Report(retried: count, refused: refusals)) }
                printLine("Thử lại: \(count) hồ sơ.")
                for refused in refusals {
                    printLine(
                        "\(refused): tỉnh đã từ chối, không gửi lại như cũ. Sửa rồi: sohoa-agent seal \(refused) --again"
                    )
                }
            }
        }
    }
}
