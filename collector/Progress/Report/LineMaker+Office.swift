import Dossiers
import Registry

extension LineMaker {
    /// The line of one office or authority; a successor's has its predecessors' figures in it.
    func line(_ indicator: Indicator, _ cell: Cell, _ figures: IndicatorFigures) -> ReportLine {
        let own = Rate(
            cell.ownNumerator ?? cell.numerator, of: cell.hasPredecessorsDenominator ? nil : cell.denominator)
        let rollUp = cell.rollUp
        var line = ReportLine(
            indicator: indicator, scope: cell.scope, level: cell.level, parent: parent(of: cell.scope),
            rate: rollUp.map { Rate($0.numerator, of: $0.denominator) } ?? own, source: rollUp?.source ?? cell.source,
            withoutDenominator: [], notes: [],
            rollUp: rollUp.map { ReportLine.RollUp(predecessors: $0.predecessors, own: own) })
        if cell.isExempt { line.notes.append(.exempt) }
        addSuccessionNotes(to: &line, cell)
        addSourceNotes(to: &line, counted: rollUp?.counted ?? cell.counted, parts: rollUp?.parts ?? cell.parts)
        // A share of offices is no target for one office.
        if indicator != .offices, ends[cell.level] == nil {
            let gain = rollUp?.gain ?? cell.gain
            let hasGain = figures.hasForecast && line.source == .counted
            measure(&line, gain: hasGain ? gain : nil, over: figures.gainDays)
        }
        return line
    }

    private func addSuccessionNotes(to line: inout ReportLine, _ cell: Cell) {
        if let rollUp = cell.rollUp {
            line.notes.append(.rolledUp(rollUp.predecessors))
            if !rollUp.withoutDenominator.isEmpty {
                line.notes.append(.rollUpWithoutDenominator(rollUp.withoutDenominator))
            }
        } else if let lived = cell.lived {
            line.notes.append(.lived(lived))
        }
        if cell.hasPredecessorsDenominator { line.notes.append(.predecessorsDenominator) }
        guard let id = cell.scope.siteID else { return }
        let sources = records.sourcesOfParts(of: id, on: day).compactMap { records.nearest($0, to: day) }
        if !sources.isEmpty { line.notes.append(.partsOf(sources)) }
        for succession in records.successions
        where succession.predecessor == id && succession.kind.endsPredecessor && succession.day <= day {
            if let successor = records.nearest(succession.successor, to: day) {
                line.notes.append(.succeeded(by: successor, on: succession.day))
            }
        }
    }
}
