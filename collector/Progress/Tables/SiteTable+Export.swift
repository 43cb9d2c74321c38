package import Dossiers
package import Registry

extension SiteTable {
    /// The offices as a file that `site import` reads back: what it gives is what is known.
    ///
    /// - Parameter day: only the facts that hold on this day, of the offices that there are on it; nil for all of them.
    package static func export(_ records: SiteRecords, on day: CalendarDay? = nil) -> String {
        var rows = [requiredColumns + optionalColumns]
        for id in records.facts.keys.sorted() {
            let closing = records.closings[id]
            let facts = day.map { records.site(id, on: $0).map { [$0] } ?? [] } ?? records.facts[id] ?? []
            // The last fact before it: a row cannot close an office before it holds.
            let closed = facts.last { fact in closing.map { fact.validFrom < $0 } ?? false }
            for fact in facts {
                rows.append([
                    id.rawValue, fact.name, fact.level.rawValue, fact.parent?.rawValue ?? "",
                    fact.statisticalCode ?? "", "\(fact.validFrom)", fact.organisationCode ?? "",
                    fact.isExempt ? "1" : "0", fact == closed ? closing?.description ?? "" : "",
                ])
            }
        }
        return CSVField.file(rows)
    }
}

extension SuccessionTable {
    /// The successions as a file that `site succession import` reads back.
    package static func export(_ successions: [Succession]) -> String {
        CSVField.file(
            [columns]
                + successions.map {
                    [$0.predecessor.rawValue, $0.successor.rawValue, $0.kind.rawValue, "\($0.day)", $0.decree]
                })
    }
}
