/// A line of the result: what was measured, against what, and what it should be.
struct Figure: Sendable {
    var what: String
    var ours: Quantity
    /// What ours is measured against; nil where it stands for itself.
    var peer: Quantity?
    /// The least and the greatest ratio of single repetitions.
    var spread: ClosedRange<Double>?
    var goal: Goal?
    /// How it was measured and what is included.
    var note: String

    /// Ours to the peer's.
    var ratio: Double? { peer.map { ours.value / $0.value } }

    /// Whether the goal is met; nil without one.
    var isMet: Bool? {
        switch goal {
        case nil: nil
        case .ratioAtMost(let limit): ratio.map { $0 <= limit }
        case .ratioAtLeast(let limit): ratio.map { $0 >= limit }
        case .ratioNearOne(let tolerance): ratio.map { abs($0 - 1) <= tolerance }
        case .atMost(let limit): ours.value <= limit.value
        }
    }
}

extension Figure {
    /// A figure of paired repetitions: the medians, and the range of the pairs' ratios.
    init(
        _ what: String, ours: [Double], peer: [Double], unit: Quantity.Unit, goal: Goal?, note: String
    ) {
        let ratios = zip(ours, peer).map { $0 / $1 }
        self.init(
            what: what, ours: Quantity(median(ours), unit), peer: Quantity(median(peer), unit),
            spread: ratios.min()!...ratios.max()!, goal: goal, note: note)
    }
}

/// What a figure should be.
enum Goal: Sendable {
    case ratioAtMost(Double)
    case ratioAtLeast(Double)
    /// Not further from 1 than this.
    case ratioNearOne(Double)
    case atMost(Quantity)
}

extension Goal: CustomStringConvertible {
    var description: String {
        switch self {
        case .ratioAtMost(let limit): "≤ \(fixed(limit, 2))"
        case .ratioAtLeast(let limit): "≥ \(fixed(limit, 2))"
        case .ratioNearOne(let tolerance): "1 ± \(fixed(tolerance, 2))"
        case .atMost(let limit): "≤ \(limit)"
        }
    }
}

/// The middle of `values`, of which there is at least one.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
