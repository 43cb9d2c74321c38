import ArgumentParser
import Exports

/// `report`: reports that are frozen and signed.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Freeze, list, export, verify and compare reports.",
        discussion: """
            A frozen report keeps every figure of a period as it was, with its sources, signed with this collector's key. \
            What arrives later changes nothing in it, and shows as an adjustment in 'report compare'.
            """,
        subcommands: [
            ReportFreeze.self, ReportList.self, ReportShow.self, ReportExport.self, ReportVerify.self,
            ReportCompare.self,
        ])
}

extension FrozenReportError: CannotRun {}
