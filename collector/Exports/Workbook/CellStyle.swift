/// How a cell looks.
struct CellStyle: Hashable {
    /// Where the text stands from left to right.
    enum Alignment: Hashable {
        case left, centre, right
    }

    var isBold = false
    var isItalic = false
    var isUnderlined = false
    var size = 11.0
    var alignment: Alignment?
    /// Breaks long text into lines.
    var wraps = false
    var hasBorder = false
    var isHeader = false
    /// In Excel's notation; nil for text.
    var numberFormat: String?

    static let nationalName = CellStyle(isBold: true, size: 12, alignment: .centre)
    static let motto = CellStyle(isBold: true, isUnderlined: true, size: 13, alignment: .centre)
    static let superior = CellStyle(size: 12, alignment: .centre, wraps: true)
    static let organisation = CellStyle(isBold: true, isUnderlined: true, size: 12, alignment: .centre, wraps: true)
    static let number = CellStyle(size: 12, alignment: .centre)
    static let placeAndDate = CellStyle(isItalic: true, size: 12, alignment: .centre)
    static let title = CellStyle(isBold: true, size: 14, alignment: .centre, wraps: true)
    static let subtitle = CellStyle(isItalic: true, size: 12, alignment: .centre, wraps: true)
    static let header = CellStyle(isBold: true, alignment: .centre, wraps: true, hasBorder: true, isHeader: true)
    static let text = CellStyle(wraps: true, hasBorder: true)
    static let centred = CellStyle(alignment: .centre, wraps: true, hasBorder: true)
    static let count = CellStyle(alignment: .right, hasBorder: true, numberFormat: "#,##0")
    static let day = CellStyle(alignment: .centre, hasBorder: true, numberFormat: "dd/mm/yyyy")
    static let signature = CellStyle(isBold: true, size: 13, alignment: .centre, wraps: true)
    static let recipientsTitle = CellStyle(isBold: true, isItalic: true, size: 12, alignment: .left)
    static let recipients = CellStyle(alignment: .left, wraps: true)

    /// A share, with so many digits after the comma.
    static func percent(decimals: Int) -> CellStyle {
        CellStyle(
            alignment: .right, hasBorder: true,
            numberFormat: decimals == 0 ? "0%" : "0." + String(repeating: "0", count: decimals) + "%")
    }

    /// The same in bold.
    var bold: CellStyle {
        var style = self
        style.isBold = true
        return style
    }
}
