internal import Exchange
internal import FoundationEssentials

extension Failure {
    /// What an answer that is no success means.
    ///
    /// - Parameter now: the time, put right, for a `Retry-After` that names one.
    init(_ answer: Response, now: Date) {
        let theirs = answer["Date"].flatMap(HTTPTime.date) ?? now
        let retryAfter = answer["Retry-After"].flatMap { HTTPTime.retryAfter($0, now: theirs) }
        if let problem = Self.problem(in: answer) {
            self = .problem(problem, retryAfter: retryAfter)
        } else if (300..<400).contains(answer.status) {
            self = .notTheCollector("a redirect to \(answer["Location"] ?? "nowhere")")
        } else if answer.status < 300 {
            self = .notTheCollector("an answer of status \(answer.status) that is not of the documented form")
        } else {
            self = .status(answer.status, retryAfter: retryAfter)
        }
    }

    /// The problem that an answer tells of, if it is one of the collector's.
    static func problem(in answer: Response) -> Problem? {
        guard answer.isOf(mediaType: Problem.mediaType) else { return nil }
        return try? Wire.decode(Problem.self, from: answer.body)
    }
}
