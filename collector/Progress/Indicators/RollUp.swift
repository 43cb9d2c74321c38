import Dossiers
import Registry

/// The figures of an office together with those of its predecessors.
struct RollUp {
    /// Whose figures are in it beside the office's own, by identity.
    var predecessors: [Site]
    var numerator: Int
    /// Nil where one of them lacks a denominator.
    var denominator: Int?
    var source: NumeratorSource
    var counted: Int
    var gain: Int
    /// How many baselines the denominator is the sum of.
    var parts: Int
    /// Those of them whose denominator is missing, the office itself included.
    var withoutDenominator: [Site] = []
}

extension ReportBasis {
    /// Gives the cells of successors the figures of their predecessors beside their own. Sums over cells stay as they
    /// are: each figure is in the cell of the office that it was counted for.
    func addRollUps(to figures: inout IndicatorFigures) {
        let places = Dictionary(
            figures.cells.indices.compactMap { index in figures.cells[index].scope.siteID.map { ($0, index) } }
        ) { first, _ in first }
        for index in figures.cells.indices {
            guard let id = figures.cells[index].scope.siteID else { continue }
            let members = records.predecessors(of: id, on: day).compactMap { places[$0] }.map { figures.cells[$0] }
            guard !members.isEmpty else { continue }
            figures.cells[index].rollUp = rollUp(of: figures.cells[index], with: members)
        }
    }

    private func rollUp(of cell: Cell, with predecessors: [Cell]) -> RollUp {
        let all = [cell] + predecessors
        let lacking = all.filter { $0.denominator == nil && wasThere($0) }.compactMap(\.site)
        let known = all.compactMap(\.denominator)
        return RollUp(
            predecessors: predecessors.compactMap(\.site), numerator: all.reduce(0) { $0 + $1.numerator },
            denominator: lacking.isEmpty && !known.isEmpty ? known.reduce(0, +) : nil,
            source: all.dropFirst().reduce(cell.source) { $0 + $1.source }, counted: all.reduce(0) { $0 + $1.counted },
            gain: all.reduce(0) { $0 + $1.gain }, parts: all.reduce(0) { $0 + ($1.denominator == nil ? 0 : $1.parts) },
            withoutDenominator: lacking)
    }

    /// Whether there was the office in the period, so that a denominator is to be expected.
    private func wasThere(_ cell: Cell) -> Bool {
        guard let id = cell.scope.siteID, let life = records.life(of: id) else { return true }
        return life.first <= day && (life.last.map { $0 >= period.first } ?? true)
    }
}
