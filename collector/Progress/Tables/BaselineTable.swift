package import Dossiers
import Registry

/// A file of baselines in one of two forms, told apart by its columns.
///
/// - Baselines: `indicator,scope,period,denominator,numerator,source`, where `numerator` may be left out, and `source` where
///   it is given beside the file for all rows. The scope is an office (`st-941`), for R3 also another authority behind its level (`province:000.00.03.H51`), or a level
///   (`level:commune`).
/// - A plan's figures: `level,received,digitised,offices,offices_digitising`, of the period given beside the file. They
///   give R1 (digitised of received) and R6 (offices digitising of offices) per level; R6 only where both are stated.
package struct BaselineTable: Sendable {
    /// A baseline and the line it stands on.
    struct Entry: Sendable {
        var line: Int
        var baseline: Baseline
    }

    let file: String
    let entries: [Entry]

    /// Columns of a plan's figures that say nothing about progress.
    private static let besidePlan = ["scanners", "computers", "printers", "staff"]

    /// Reads `bytes`.
    ///
    /// - Parameters:
    ///   - file: its name, for messages.
    ///   - period: the period of a plan's figures; a file of baselines names its own.
    ///   - source: the document that the figures come from, where no column says so; of a plan the file itself if nil.
    package init(
        _ bytes: [UInt8], file: String, period: Period? = nil, source: String? = nil
    ) throws(ImportFailure) {
        let table = try CSVTable(bytes, file: file)
        var reader = RowReader(table, counts: Self.counts)
        var entries: [Entry] = []
        if table.columns.contains("received"), !table.columns.contains("indicator") {
            try table.require(
                ["level", "received", "digitised", "offices", "offices_digitising"], optional: Self.besidePlan)
            guard let period else {
                throw Self.refuse(
                    file,
                    Wording(
                        "it holds a plan's figures, whose period must be given with --period, such as 2020",
                        "tệp là bảng số liệu của kế hoạch; hãy ghi kỳ của bảng, ví dụ 2020"))
            }
            let source = source ?? file
            try Self.check(source, file)
            for row in table.rows { entries += Self.planned(row, period, source, &reader) }
        } else {
            let required = ["indicator", "scope", "period", "denominator"]
            guard period == nil else {
                throw Self.refuse(
                    file,
                    Wording(
                        "it names the period in each row; leave out --period",
                        "mỗi dòng của tệp đã có kỳ; hãy để trống ô kỳ"))
            }
            if let source {
                try table.require(required, optional: ["numerator"])
                try Self.check(source, file)
            } else {
                try table.require(required + ["source"], optional: ["numerator"])
            }
            entries = table.rows.compactMap { Self.entry($0, source, &reader) }
        }
        Self.findDuplicates(entries, &reader)
        try reader.finish()
        (self.file, self.entries) = (file, entries)
    }

    /// The columns of counts, in both forms.
    private static let counts = ["denominator", "numerator", "received", "digitised", "offices", "offices_digitising"]

    private static func check(_ source: String, _ file: String) throws(ImportFailure) {
        guard isField(source, limit: TextLimit.name) else {
            throw refuse(
                file,
                Wording(
                    "the source is empty or over \(TextLimit.name) characters; name it with --source",
                    "văn bản nguồn còn trống hoặc dài hơn \(TextLimit.name) ký tự"))
        }
    }

    private static func refuse(_ file: String, _ wording: Wording) -> ImportFailure {
        ImportFailure(file: file, problems: [ImportProblem(wording)])
    }

    /// The indicators that have imported figures.
    private static let indicators: [Indicator] = [.received, .results, .inForce, .signed, .offices]

    private static func entry(_ row: CSVRecord, _ source: String?, _ reader: inout RowReader) -> Entry? {
        let indicator = reader.value(
            row, "indicator",
            expected: Wording(
                "an indicator with baselines: R1, R2, R3, R4 or R6", "chỉ số có mẫu số: R1, R2, R3, R4 hoặc R6")
        ) {
            Indicator(rawValue: $0).flatMap { indicators.contains($0) ? $0 : nil }
        }
        let scope = reader.value(
            row, "scope",
            expected: Wording(
                "an office (st-941), a level (level:commune) or an authority (province:000.00.03.H51)",
                "đơn vị (st-941), cấp (level:commune) hoặc cơ quan khác (province:000.00.03.H51)"),
            Baseline.Scope.init(written:))
        let period = reader.value(
            row, "period",
            expected: Wording(
                "a period such as 2021, 2021-Q1, 2021-06, 2021-Q1@15 or 2021-01-15/2021-03-14",
                "kỳ, ví dụ 2021, 2021-Q1, 2021-06, 2021-Q1@15 hoặc 2021-01-15/2021-03-14")
        ) { Period($0) }
        let denominator = reader.count(row, "denominator")
        let numerator = reader.optionalCount(row, "numerator")
        let source = source ?? reader.text(row, "source")
        guard let indicator, let scope, let period, let denominator, let source else { return nil }
        switch (scope, indicator) {
        case (.authority, .received), (.authority, .results), (.authority, .signed), (.authority, .offices):
            reader.refuse(
                row, "scope",
                Wording(
                    "\(indicator.rawValue) is counted by office; only R3 has other authorities",
                    "\(indicator.rawValue) tính theo đơn vị; chỉ R3 có cơ quan khác"))
            return nil
        case (.site, .offices):
            reader.refuse(
                row, "scope",
                Wording(
                    "R6 is of a level, such as level:commune; single offices are counted",
                    "R6 tính theo cấp, ví dụ level:commune; từng đơn vị do hệ thống đếm"))
            return nil
        case (.level, .offices) where numerator == nil:
            reader.refuse(
                row, "numerator",
                Wording(
                    "R6 needs the offices reported to run the process; the number of offices alone is known from the "
                        + "offices imported",
                    "R6 cần số đơn vị được báo cáo là có thực hiện; riêng số đơn vị thì đã biết từ danh sách đơn vị"))
            return nil
        case (_, .signed) where numerator == nil:
            reader.refuse(
                row, "numerator",
                Wording(
                    "R4 needs the results reported to be signed (ký số) and archived; the collector cannot know them",
                    "R4 cần số kết quả được báo cáo là đã ký số và lưu trữ; hệ thống không tự biết được"))
            return nil
        default: break
        }
        return Entry(
            line: row.line,
            baseline: Baseline(
                indicator: indicator, scope: scope, period: period, denominator: denominator,
                reportedNumerator: numerator, source: source))
    }

    private static func planned(
        _ row: CSVRecord, _ period: Period, _ source: String, _ reader: inout RowReader
    ) -> [Entry] {
        let level = reader.value(row, "level", expected: RowReader.levelExpected, Level.init(rawValue:))
        let received = reader.count(row, "received")
        let digitised = reader.count(row, "digitised")
        let offices = reader.optionalCount(row, "offices")
        let running = reader.optionalCount(row, "offices_digitising")
        guard let level, let received, let digitised else { return [] }
        var baselines = [
            Baseline(
                indicator: .received, scope: .level(level), period: period, denominator: received,
                reportedNumerator: digitised, source: source)
        ]
        if let offices, let running {
            baselines.append(
                Baseline(
                    indicator: .offices, scope: .level(level), period: period, denominator: offices,
                    reportedNumerator: running, source: source))
        }
        return baselines.map { Entry(line: row.line, baseline: $0) }
    }

    private static func findDuplicates(_ entries: [Entry], _ reader: inout RowReader) {
        var lines: [Baseline.Place: Int] = [:]
        for entry in entries {
            if let first = lines.updateValue(entry.line, forKey: entry.baseline.place) {
                reader.refuse(
                    CSVRecord(line: entry.line, fields: []), nil,
                    Wording(
                        "\(entry.baseline.indicator.rawValue) of \(entry.baseline.scope) for the same days is on line "
                            + "\(first) already",
                        "\(entry.baseline.indicator.rawValue) của \(entry.baseline.scope) cho cùng những ngày này đã có ở "
                            + "dòng \(first)"))
            }
        }
    }
}

extension Baseline.Scope {
    /// The scope that `text` names, as in files, or nil where it is of no form.
    package init?(written text: String) {
        guard let colon = text.firstIndex(of: ":") else {
            guard let id = SiteID(rawValue: text) else { return nil }
            self = .site(id)
            return
        }
        let kind = String(text[..<colon])
        let rest = String(text[text.index(after: colon)...])
        if kind == "level" {
            guard let level = Level(rawValue: rest) else { return nil }
            self = .level(level)
        } else {
            guard let level = Level(rawValue: kind), isField(rest, limit: TextLimit.code) else { return nil }
            self = .authority(rest, level)
        }
    }
}
