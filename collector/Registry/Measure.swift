/// What the counters count. Raw values are columns of the `counter` table.
package enum Measure: String, Sendable, CaseIterable, Hashable {
    /// R1: dossiers with all compulsory components digitised, by the site that sealed them first, on the day of
    /// reception.
    case digitisedDossiers
    /// R2: distinct results digitised, by scanning site, on the day they were issued (else first sealed).
    case digitisedResults
    /// R3: distinct results in force digitised, by competent authority and level, on the day first sealed.
    case resultsInForce
    /// R5: distinct component papers reused instead of scanned, where and when their dossier counts.
    case reusedPapers
    /// R5, what it is set against: distinct component papers, scanned or reused.
    case componentPapers
    /// Dossiers known, by the site that sealed them first, on the day of reception.
    case dossiers
    /// Complete submissions, by scanning site, on the day sealed. A site with one in a period is live in it (R6).
    ///
    /// Of several that say the same only the first sealed counts. One that was superseded later still counts: the
    /// office did run the process on that day, and a figure once reported must not fall by a correction.
    case submissions
    /// Pages that effective submissions name, by scanning site, on the day sealed.
    case pages
}
