package import Dossiers

/// What stands around the figures of a report on paper: who issues it, and who signs (Nghị định 30/2020/NĐ-CP, Phụ lục I).
///
/// What is nil or empty is left to be filled in by hand, as in a draft.
package struct ReportHeading: Sendable, Hashable {
    /// The body above the one that issues the report (cơ quan chủ quản), in capitals.
    package var superior: String?
    /// Who issues it, in capitals.
    package var organisation: String
    /// Number and symbol, such as `15/BC-VP`; without, the number is left open.
    package var number: String?
    /// The abbreviation of the body in the symbol, where the number is left open.
    package var symbol: String
    package var place: String
    /// The day on which it is signed; nil leaves day and month open.
    package var date: CalendarDay?
    /// The lines above the signature, such as `TM. ỦY BAN NHÂN DÂN` and `CHỦ TỊCH`.
    package var signerTitles: [String]
    package var signer: String?
    /// Who gets it, without the dash and the closing semicolon.
    package var recipients: [String]

    package init(
        superior: String? = nil, organisation: String, number: String? = nil, symbol: String = "…", place: String,
        date: CalendarDay? = nil, signerTitles: [String] = [], signer: String? = nil, recipients: [String] = []
    ) {
        self.superior = superior
        self.organisation = organisation
        self.number = number
        self.symbol = symbol
        self.place = place
        self.date = date
        self.signerTitles = signerTitles
        self.signer = signer
        self.recipients = recipients
    }

    /// The national name, as every official document has it.
    static let nationalName = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    /// The national motto.
    static let motto = "Độc lập - Tự do - Hạnh phúc"

    /// `Số: 15/BC-VP`.
    var numberText: String { "Số: " + (number ?? "……/BC-\(symbol)") }

    /// `Sóc Trăng, ngày 05 tháng 7 năm 2021`: days below 10 and the months 1 and 2 have a zero before them.
    func dateText(defaultYear: Int) -> String {
        guard let date else { return "\(place), ngày …… tháng …… năm \(defaultYear)" }
        let (year, month, day) = date.components
        return "\(place), ngày \(day < 10 ? "0" : "")\(day) tháng \(month < 3 ? "0" : "")\(month) năm \(year)"
    }
}
