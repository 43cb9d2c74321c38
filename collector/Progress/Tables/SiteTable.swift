import Dossiers

/// A file of offices: `site_id,name,level,parent_id,gso_code,valid_from`, and where wanted `org_code` (the code in the
/// exchange of documents), `exempt` (1 or 0) and `closed_on` (the first day on which the office is no more).
///
/// An office may have several rows, each a fact that holds from another day on.
package struct SiteTable: Sendable {
    /// A row of the file.
    struct Entry: Sendable {
        var line: Int
        /// As the row states it; `isExempt` is false where the row does not say.
        var site: Site
        /// Nil where the row does not say.
        var isExempt: Bool?
        /// Whether the file speaks of organisation codes; an empty field then says that there is none.
        var saysOrganisation: Bool
        var closedOn: CalendarDay?
    }

    let file: String
    let entries: [Entry]

    /// Reads `bytes`.
    ///
    /// - Parameter file: its name, for messages.
    package init(_ bytes: [UInt8], file: String) throws(ImportFailure) {
        let table = try CSVTable(bytes, file: file)
        try table.require(
            Self.requiredColumns, optional: Self.optionalColumns)
        var reader = RowReader(table)
        var entries: [Entry] = []
        var lines: [Place: Int] = [:]
        for row in table.rows {
            guard let entry = Self.entry(row, &reader) else { continue }
            let place = Place(site: entry.site.id, day: entry.site.validFrom)
            if let first = lines.updateValue(row.line, forKey: place) {
                reader.refuse(
                    row, "site_id",
                    Wording(
                        "\(place.site) from \(place.day) is on line \(first) already",
                        "\(place.site) từ ngày \(place.day.vietnamese) đã có ở dòng \(first)"))
            }
            entries.append(entry)
        }
        try reader.finish()
        (self.file, self.entries) = (file, entries)
    }

    static let requiredColumns = ["site_id", "name", "level", "parent_id", "gso_code", "valid_from"]
    static let optionalColumns = ["org_code", "exempt", "closed_on"]

    private struct Place: Hashable {
        var site: SiteID
        var day: CalendarDay
    }

    private static func entry(_ row: CSVRecord, _ reader: inout RowReader) -> Entry? {
        let before = reader.problems.count
        let id = reader.value(row, "site_id", expected: RowReader.siteExpected, SiteID.init(rawValue:))
        let name = reader.text(row, "name")
        let level = reader.value(row, "level", expected: RowReader.levelExpected, Level.init(rawValue:))
        let parent = reader.optionalValue(row, "parent_id", expected: RowReader.siteExpected, SiteID.init(rawValue:))
        let code = reader.optionalCode(row, "gso_code")
        let organisation = reader.optionalCode(row, "org_code")
        let day = reader.day(row, "valid_from")
        let isExempt = reader.optionalValue(row, "exempt", expected: .oneOrZero) { ["0": false, "1": true][$0] }
        let closedOn = reader.optionalDay(row, "closed_on")
        guard let id, let name, let level, let day, reader.problems.count == before else { return nil }
        if let closedOn, closedOn <= day {
            reader.refuse(
                row, "closed_on",
                Wording(
                    "\(closedOn) is not after valid_from, \(day)",
                    "ngày kết thúc \(closedOn.vietnamese) không sau valid_from, \(day.vietnamese)"))
        }
        let site = Site(
            id: id, name: name, level: level, parent: parent, statisticalCode: code, organisationCode: organisation,
            validFrom: day, isExempt: isExempt ?? false)
        return Entry(
            line: row.line, site: site, isExempt: isExempt,
            saysOrganisation: reader.table.columns.contains("org_code"), closedOn: closedOn)
    }
}
