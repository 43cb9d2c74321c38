package import Dossiers
package import Foundation

/// Why nothing was proposed to be withdrawn.
package enum BaselineWithdrawalRefusal: Error, Sendable, Hashable {
    /// No figure stands for that place.
    case nothingStands
    /// Its withdrawal waits for approval already.
    case waits
    case noReason
}

extension Registry {
    /// Makes a batch that takes away the figure that stands for the scope, the indicator and just these days. It counts
    /// once another person has approved it, as every batch.
    ///
    /// - Parameters:
    ///   - reason: why, or the document that says so; it stands in the place of the figure's source.
    ///   - actor: who does it.
    ///   - source: what it is done from, for the audit trail.
    package func withdrawBaseline(
        of scope: Baseline.Scope, in indicator: Indicator, for period: Period, reason: String, by actor: String,
        from source: String, at moment: Date
    ) throws(RegistryError) -> Result<BaselineBatch, BaselineWithdrawalRefusal> {
        guard isField(reason, limit: TextLimit.name) else { return .failure(.noReason) }
        let outcome = try importBaselines(by: actor, from: source, at: moment) {
            ground throws(BaselineWithdrawalRefusal) in
            let place = Baseline.Place(indicator: indicator, scope: scope, first: period.first, last: period.last)
            guard var figure = ground.standing.first(where: { $0.place == place }) else { throw .nothingStands }
            if ground.waiting.last(where: { $0.place == place })?.isWithdrawal ?? false { throw .waits }
            figure.isWithdrawal = true
            figure.source = reason
            return BaselineChanges(withdrawn: [figure])
        }
        // A batch of one entry is never empty.
        return outcome.map { $0.batch! }
    }
}
