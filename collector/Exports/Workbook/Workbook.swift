import CXLSX
import Dossiers
import SystemPackage

/// An XLSX file while it is written: libxlsxwriter's workbook, with one owner.
///
/// Texts are only ever written as texts, so that no name is taken for a formula or an address. Safe outside: the pointers
/// are the workbook's own, and no sheet or format is used after it is closed.
@safe struct Workbook: ~Copyable {
    private var book: UnsafeMutablePointer<lxw_workbook>?
    private var formats: [CellStyle: UnsafeMutablePointer<lxw_format>] = unsafe [:]
    /// The first thing that went wrong; told when the workbook is closed.
    private var failure: lxw_error?

    /// A sheet of the workbook.
    @safe struct Sheet {
        fileprivate let pointer: UnsafeMutablePointer<lxw_worksheet>
    }

    /// - Throws: when there is no memory.
    init(at path: FilePath) throws(WorkbookError) {
        unsafe book = workbook_new(path.string)
        guard unsafe book != nil else { throw WorkbookError(LXW_ERROR_MEMORY_MALLOC_FAILED) }
    }

    deinit {
        // Closed already unless something went wrong before.
        if let book = unsafe book { unsafe lxw_workbook_free(book) }
    }

    /// Writes the file.
    mutating func close() throws(WorkbookError) {
        guard let book = unsafe book else { return }
        unsafe self.book = nil
        let result = unsafe workbook_close(book)
        if let failure { throw WorkbookError(failure) }
        guard result == LXW_NO_ERROR else { throw WorkbookError(result) }
    }

    /// What the file says of itself.
    mutating func describe(title: String, author: String, at seconds: Int) {
        // The library copies the texts within the call.
        unsafe title.withCString { title in
            unsafe author.withCString { author in
                var properties = unsafe lxw_doc_properties()
                unsafe properties.title = UnsafeMutablePointer(mutating: title)
                unsafe properties.author = UnsafeMutablePointer(mutating: author)
                unsafe properties.created = time_t(seconds)
                note(unsafe workbook_set_properties(book, &properties))
            }
        }
    }

    /// Adds a sheet for A4 across, with page numbers.
    ///
    /// - Parameters:
    ///   - name: at most 31 characters, without `[]:*?/\`.
    ///   - widths: of the columns, in characters.
    mutating func addSheet(_ name: String, widths: [Double]) throws(WorkbookError) -> Sheet {
        guard let pointer = unsafe workbook_add_worksheet(book, name) else {
            throw WorkbookError(LXW_ERROR_SHEETNAME_ALREADY_USED)
        }
        unsafe worksheet_set_landscape(pointer)
        unsafe worksheet_set_paper(pointer, 9)
        // As wide as a page, as long as it takes. Inches: 2 cm at the top and bottom, 3 left, 1.5 right.
        unsafe worksheet_fit_to_pages(pointer, 1, 0)
        unsafe worksheet_set_margins(pointer, 1.18, 0.6, 0.79, 0.79)
        note(unsafe worksheet_set_footer(pointer, "&C&9Trang &P/&N"))
        for (column, width) in widths.enumerated() {
            note(unsafe worksheet_set_column(pointer, lxw_col_t(column), lxw_col_t(column), width, nil))
        }
        return unsafe Sheet(pointer: pointer)
    }

    /// Keeps the rows down to `row` on screen, and repeats `row` on every printed page.
    mutating func setHeader(_ row: Int, of sheet: Sheet) {
        unsafe worksheet_freeze_panes(sheet.pointer, lxw_row_t(row + 1), 0)
        note(unsafe worksheet_repeat_rows(sheet.pointer, lxw_row_t(row), lxw_row_t(row)))
    }

    mutating func setHeight(_ points: Double, row: Int, of sheet: Sheet) {
        note(unsafe worksheet_set_row(sheet.pointer, lxw_row_t(row), points, nil))
    }

    mutating func write(_ text: String, _ row: Int, _ column: Int, _ style: CellStyle, in sheet: Sheet) {
        guard !text.isEmpty else {
            return note(
                unsafe worksheet_write_blank(sheet.pointer, lxw_row_t(row), lxw_col_t(column), format(style)))
        }
        note(
            unsafe worksheet_write_string(sheet.pointer, lxw_row_t(row), lxw_col_t(column), text, format(style)))
    }

    mutating func write(_ number: Double, _ row: Int, _ column: Int, _ style: CellStyle, in sheet: Sheet) {
        note(
            unsafe worksheet_write_number(sheet.pointer, lxw_row_t(row), lxw_col_t(column), number, format(style)))
    }

    mutating func write(_ day: CalendarDay, _ row: Int, _ column: Int, in sheet: Sheet) {
        let (year, month, date) = day.components
        var moment = lxw_datetime(
            year: Int32(year), month: Int32(month), day: Int32(date), hour: 0, min: 0, sec: 0)
        note(
            unsafe worksheet_write_datetime(
                sheet.pointer, lxw_row_t(row), lxw_col_t(column), &moment, format(.day)))
    }

    /// Writes a text across several columns.
    mutating func write(_ text: String, _ row: Int, _ columns: ClosedRange<Int>, _ style: CellStyle, in sheet: Sheet) {
        guard columns.count > 1 else { return write(text, row, columns.lowerBound, style, in: sheet) }
        note(
            unsafe worksheet_merge_range(
                sheet.pointer, lxw_row_t(row), lxw_col_t(columns.lowerBound), lxw_row_t(row),
                lxw_col_t(columns.upperBound), text, format(style)))
    }

    private mutating func note(_ result: lxw_error) {
        if result != LXW_NO_ERROR, failure == nil { failure = result }
    }

    @unsafe private mutating func format(_ style: CellStyle) -> UnsafeMutablePointer<lxw_format>? {
        if let known = unsafe formats[style] { return unsafe known }
        guard let format = unsafe workbook_add_format(book) else {
            note(LXW_ERROR_MEMORY_MALLOC_FAILED)
            return nil
        }
        unsafe format_set_font_name(format, "Times New Roman")
        unsafe format_set_font_size(format, style.size)
        unsafe format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        if style.isBold { unsafe format_set_bold(format) }
        if style.isItalic { unsafe format_set_italic(format) }
        if style.isUnderlined { unsafe format_set_underline(format, UInt8(LXW_UNDERLINE_SINGLE.rawValue)) }
        if let alignment = style.alignment { unsafe format_set_align(format, alignment.code) }
        if style.wraps { unsafe format_set_text_wrap(format) }
        if style.hasBorder { unsafe format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue)) }
        if style.isHeader { unsafe format_set_bg_color(format, 0xE7ECF2) }
        if let numberFormat = style.numberFormat { unsafe format_set_num_format(format, numberFormat) }
        unsafe formats[style] = format
        return unsafe format
    }
}

/// Why a workbook cannot be written.
package struct WorkbookError: Error, Sendable, CustomStringConvertible {
    /// In the library's words.
    package let description: String

    init(_ error: lxw_error) { description = unsafe String(cString: lxw_strerror(error)) }
}

extension CellStyle.Alignment {
    fileprivate var code: UInt8 {
        let alignment =
            switch self {
            case .left: LXW_ALIGN_LEFT
            case .centre: LXW_ALIGN_CENTER
            case .right: LXW_ALIGN_RIGHT
            }
        return UInt8(alignment.rawValue)
    }
}
