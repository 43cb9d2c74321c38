import Dossiers

/// Sums of work, or changes of them. What a kind does not count is 0.
struct Load: Hashable {
    /// Submissions that count (see `Measure.submissions`), by who sealed them.
    var submissions = 0
    /// Of an officer: dossiers of which the first sealing anywhere was this officer's. Of a procedure: those that count
    /// at the office.
    var dossiers = 0
    /// Of those, the ones with all compulsory components.
    var digitised = 0
    /// Pages that effective submissions name: of an officer, those sealed by this officer; of a procedure, all of its
    /// dossiers.
    var pages = 0

    static func += (sum: inout Load, more: Load) {
        sum.submissions += more.submissions
        sum.dossiers += more.dossiers
        sum.digitised += more.digitised
        sum.pages += more.pages
    }
}

/// One row of the loads.
struct LoadKey: Hashable, Comparable {
    let scope: LoadScope
    let day: CalendarDay

    static func < (a: LoadKey, b: LoadKey) -> Bool { (a.scope, a.day) < (b.scope, b.day) }
}

/// Sums of work, or changes of them, by whose it is and by day.
struct LoadTally {
    private(set) var values: [LoadKey: Load] = [:]

    /// Adds to what the officer did who sealed `statement`, on the day of its sealing.
    mutating func add(_ load: Load, by statement: DossierFact.Statement) {
        add(load, to: LoadScope(.officer, statement.officer.text, at: statement.site), on: statement.order.day)
    }

    /// Adds what a dossier counts for.
    mutating func add(_ fact: DossierFact, times: Int) {
        let load = Load(dossiers: times, digitised: fact.isDigitised ? times : 0, pages: times * fact.pages)
        add(load, to: LoadScope(.procedure, fact.procedure.text, at: fact.site), on: fact.day)
    }

    /// Adds to what is counted of a scope on a day.
    mutating func add(_ load: Load, to scope: LoadScope, on day: CalendarDay) {
        values[LoadKey(scope: scope, day: day), default: Load()] += load
    }
}

extension LoadKey {
    /// In words, without naming the officer.
    var text: String {
        switch scope.kind {
        case .officer: "work of an officer at \(scope.site) on \(day)"
        case .procedure: "work on procedure \(scope.name) at \(scope.site) on \(day)"
        }
    }
}

extension Load {
    /// In words.
    func text(of kind: LoadKind) -> String {
        kind.columns.map { "\(self[keyPath: $0.value]) \($0.name)" }.joined(separator: ", ")
    }
}
