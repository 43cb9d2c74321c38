import ArgumentParser
import Dossiers
import Exports

/// The options of what stands around a report on paper.
struct HeadingOptions: ParsableArguments {
    @Option(
        help: "The body above the one that issues the report, in capitals, such as 'ỦY BAN NHÂN DÂN TỈNH SÓC TRĂNG'.")
    var superior: String?

    @Option(help: "Who issues the report, in capitals. (default: the collector's name)")
    var organisation: String?

    @Option(help: "Number and symbol, such as 15/BC-VP. (default: left open)")
    var number: String?

    @Option(help: "The abbreviation in the symbol, where the number is left open, such as VP.")
    var symbol: String?

    @Option(help: "The place. (default: the collector's name)")
    var place: String?

    @Option(help: "The day on which it is signed, such as 2021-07-05. (default: left open)")
    var date: CalendarDay?

    @Option(help: "A line above the signature, such as 'CHÁNH VĂN PHÒNG'. May be repeated.")
    var signerTitle: [String] = []

    @Option(help: "The name below the signature.")
    var signer: String?

    @Option(help: "Who gets it, such as 'Lưu: VT'. May be repeated.")
    var recipient: [String] = []

    func validate() throws {
        let texts =
            [superior, organisation, number, symbol, place, signer].compactMap(\.self) + signerTitle + recipient
        if !texts.allSatisfy({ isField($0, limit: TextLimit.name) }) {
            throw ValidationError(
                "What stands around a report has 1 to \(TextLimit.name) characters each, without line ends.")
        }
    }

    func heading(collector name: String) -> ReportHeading {
        ReportHeading(
            superior: superior, organisation: organisation ?? name.uppercased(), number: number, symbol: symbol ?? "…",
            place: place ?? name, date: date, signerTitles: signerTitle, signer: signer, recipients: recipient)
    }
}
