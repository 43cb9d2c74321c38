package import Exchange

/// What is wrong with this station as a whole: nothing more can be announced before somebody mends it.
package enum StationProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The collector does not take this station's word: `unknown_station`, `station_revoked`, `station_replaced`,
    /// `unauthorized` or `clock_skew`.
    case notAdmitted(ErrorCode)
    /// The chain of manifests does not fit the collector's: `sequence_gap`, `sequence_reused` or `chain_fork`.
    case chainBroken(ErrorCode, sequence: Int, expectedSequence: Int?)
    /// The collector refuses a manifest without giving it its place in the chain, so that none after it can follow.
    case manifestNotTaken(sequence: Int, Failure)

    /// A stable code, for storage and for other programs.
    package var code: String {
        switch self {
        case .notAdmitted(let code), .chainBroken(let code, _, _): code.rawValue
        case .manifestNotTaken(_, let failure): failure.givenCode ?? "manifest_not_taken"
        }
    }

    /// Whether uploads of what is announced already can go on.
    package var allowsUploads: Bool {
        switch self {
        case .notAdmitted: false
        case .chainBroken, .manifestNotTaken: true
        }
    }

    package var description: String {
        switch self {
        case .notAdmitted(.stationRevoked):
            "this station was revoked by an administrator; nothing is lost: ask for a new join token and run "
                + "'sohoa-agent enroll --again'"
        case .notAdmitted(.stationReplaced):
            "this station was enrolled again elsewhere and its former key no longer counts; if this PC is to go on, ask "
                + "for a join token and run 'sohoa-agent enroll --again'"
        case .notAdmitted(.unknownStation):
            "the collector does not know this station; check the collector's address, or ask for a join token and run "
                + "'sohoa-agent enroll --again'"
        case .notAdmitted(let code):
            "the collector does not accept this station's signature (\(code.rawValue)); check the collector's address "
                + "and this PC's clock, or run 'sohoa-agent enroll --again' with a new join token"
        case .chainBroken(let code, let sequence, let expected):
            "submission \(sequence) does not fit what the collector has of this station (\(code.rawValue)"
                + (expected.map { ", it expects number \($0)" } ?? "")
                + "): this PC was copied or put back to an earlier state; nothing is lost: ask for a join token and run "
                + "'sohoa-agent enroll --again', which seals anew what has no receipt"
        case .manifestNotTaken(let sequence, let failure):
            "submission \(sequence) is not taken by the collector, and the later ones wait for it: \(failure); if it "
                + "stays so after an upgrade of both programs, run 'sohoa-agent enroll --again'"
        }
    }
}
