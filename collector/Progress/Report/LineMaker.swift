import Dossiers
import Registry

/// Sums figures into the lines of a report, and sets them against the targets.
struct LineMaker {
    let request: ReportRequest
    let day: CalendarDay
    let records: SiteRecords
    let targets: [Target]
    /// The levels that have no offices any more, and since when.
    let ends: [Level: CalendarDay]

    init(request: ReportRequest, day: CalendarDay, records: SiteRecords, targets: [Target]) {
        self.request = request
        self.day = day
        self.records = records
        self.targets = targets
        // Once, and not for each line: it looks at every office.
        ends = Dictionary(
            uniqueKeysWithValues: Level.allCases.compactMap { level in
                records.end(of: level, by: day).map { (level, $0) }
            })
    }

    /// The lines of one indicator.
    func lines(of indicator: Indicator, _ figures: IndicatorFigures) -> [ReportLine] {
        let cells = figures.cells.map { (order: order($0), cell: $0) }.sorted { $0.order < $1.order }.map(\.cell)
        if !request.sites.isEmpty {
            return request.sites.flatMap { id in
                cells.filter { $0.scope.siteID == id }.map { line(indicator, $0, figures) }
            }
        }
        let levels = Level.allCases.filter { level in
            figures.levels[level] != nil || cells.contains { $0.level == level }
        }
        let sums = levels.map { level in
            levelLine(indicator, level, cells.filter { $0.level == level }, figures)
        }
        guard !request.levels.isEmpty else {
            // Of a level that is over and left nothing there is nothing to say.
            let shown = sums.filter { !$0.isOver || $0.rate.denominator != nil || $0.digitised > 0 }
            return shown + (shown.isEmpty ? [] : [total(indicator, shown)])
        }
        return zip(levels, sums).filter { request.levels.contains($0.0) }.flatMap { level, sum in
            [sum] + cells.filter { $0.level == level }.map { line(indicator, $0, figures) }
        }
    }

    // MARK: A level

    private func levelLine(
        _ indicator: Indicator, _ level: Level, _ cells: [Cell], _ figures: IndicatorFigures
    ) -> ReportLine {
        let known = cells.filter { $0.denominator != nil }
        var line = ReportLine(
            indicator: indicator, scope: .level(level), level: level, rate: Rate(0, of: nil), source: .counted,
            withoutDenominator: [], notes: [])
        var gain: Int?
        if let figure = figures.levels[level], known.isEmpty || figures.levelGoesFirst {
            line.rate = Rate(figure.numerator, of: figure.denominator)
            line.source = figure.source
            if !figures.levelGoesFirst { line.notes.append(.levelDenominator) }
            addSourceNotes(to: &line, counted: figure.counted, parts: figure.parts)
            gain = figure.gain
        } else {
            let summed = known.isEmpty ? cells : known
            line.rate = Rate(
                summed.reduce(0) { $0 + $1.numerator },
                of: known.isEmpty ? nil : known.reduce(0) { $0 + ($1.denominator ?? 0) })
            line.source = summed.dropFirst().reduce(summed.first?.source ?? .counted) { $0 + $1.source }
            line.withoutDenominator = cells.filter { $0.denominator == nil }.map {
                ReportLine.Outside(scope: $0.scope, parent: parent(of: $0.scope), numerator: $0.numerator)
            }
            addSourceNotes(to: &line, counted: summed.reduce(0) { $0 + $1.counted }, parts: 1)
            gain = summed.reduce(0) { $0 + $1.gain }
        }
        if line.source == .counted, !figures.hasCounted { line.notes.append(.nothingReceived) }
        if let end = ends[level] {
            line.notes.append(.levelEnded(end))
        } else {
            measure(
                &line, gain: figures.hasForecast && line.source == .counted ? gain : nil, over: figures.gainDays)
        }
        return line
    }

    // MARK: The province

    /// The sum of the levels; a rate only where each of them is complete and, for R6, all were counted alike.
    ///
    /// What is cumulative or counted on the day is without levels that have ended: their competence went elsewhere, and
    /// what others took over is in the others' denominators.
    private func total(_ indicator: Indicator, _ all: [ReportLine]) -> ReportLine {
        let isOfTheDay = indicator == .inForce || indicator == .offices
        let levels = isOfTheDay ? all.filter { !$0.isOver } : all
        let isUniform = Set(levels.map(\.source)).count <= 1
        let incomplete = levels.filter { $0.rate.denominator == nil || !$0.withoutDenominator.isEmpty }
        let isWhole = !levels.isEmpty && incomplete.isEmpty && (isUniform || indicator != .offices)
        var line = ReportLine(
            indicator: indicator, scope: .province, level: nil,
            rate: Rate(
                levels.reduce(0) { $0 + $1.rate.numerator + $1.withoutRate },
                of: isWhole ? levels.reduce(0) { $0 + ($1.rate.denominator ?? 0) } : nil),
            source: levels.dropFirst().reduce(levels.first?.source ?? .counted) { $0 + $1.source },
            withoutDenominator: [], notes: [])
        let ended = all.filter { line in !levels.contains { $0.level == line.level } }.compactMap(\.level)
        if !ended.isEmpty { line.notes.append(.withoutEnded(ended)) }
        if !isWhole {
            let counted = levels.filter { $0.source == .counted }.compactMap(\.level)
            line.notes.append(incomplete.isEmpty ? .unlike(counted) : .incomplete(incomplete.compactMap(\.level)))
        } else if line.rate.isAbove {
            line.notes.append(.aboveDenominator)
        }
        return line
    }

    // MARK: Notes, targets, labels

    /// Says where the figures of a line come from.
    func addSourceNotes(to line: inout ReportLine, counted: Int, parts: Int) {
        switch line.source {
        case .counted: break
        // Without a denominator nothing was reported.
        case .reported: if line.rate.denominator != nil { line.notes.append(.reported(counted: counted)) }
        case .mixed: line.notes.append(.mixed)
        }
        if parts > 1 { line.notes.append(.summedDenominator(parts)) }
        if line.rate.isAbove { line.notes.append(.aboveDenominator) }
    }

    /// Sets the line against its level's target.
    func measure(_ line: inout ReportLine, gain: Int?, over days: Int) {
        guard let level = line.level, let target = target(of: line.indicator, level) else { return }
        line.target = target
        if let other = target.other {
            line.notes.append(.otherReading(other, isMet: line.rate.reaches(permille: other.permille)))
        }
        guard line.rate.denominator != nil else {
            line.verdict = .noDenominator
            return
        }
        guard let isMet = line.rate.reaches(permille: target.permille) else { return }
        line.verdict = isMet ? .met : isOver(target.year) ? .notMet : .notYet
        line.pace = PaceLine(to: target, among: targets).pace(of: line.rate, on: day, gain: gain, over: days)
    }

    /// The target of the period's year; after the last year that has one, that one holds on.
    private func target(of indicator: Indicator, _ level: Level) -> Target? {
        let year = request.period.targetYear
        let all = targets.filter { $0.indicator == indicator && $0.level == level }
        if let exact = all.first(where: { $0.year == year }) { return exact }
        return all.max { $0.year < $1.year }.flatMap { $0.year < year ? $0 : nil }
    }

    /// Whether the year of a target is over: on its last day, or on 14 December, with which its reporting window ends.
    private func isOver(_ year: Int) -> Bool {
        let period = request.period
        if period.targetYear > year { return true }
        let (_, month, date) = period.last.components
        return day == period.last && month == 12 && (date == 31 || date == 14)
    }

    /// The office above, for the label.
    func parent(of scope: ReportLine.Scope) -> Site? {
        guard case .site(let site) = scope, let id = site.parent else { return nil }
        return records.nearest(id, to: day)
    }

    /// The official order: by the statistical codes of the office above and of the office.
    private func order(_ cell: Cell) -> (Level, String, String, String) {
        switch cell.scope {
        case .site(let site):
            let above = parent(of: cell.scope)
            return (cell.level, above?.statisticalCode ?? "", site.statisticalCode ?? "", site.id.rawValue)
        case .authority(let code, _): return (cell.level, "~", code, "")
        case .province, .level: return (cell.level, "", "", "")
        }
    }
}

extension ReportLine {
    /// Whether it is of a level that has ended.
    fileprivate var isOver: Bool {
        notes.contains { if case .levelEnded = $0 { true } else { false } }
    }

    /// All that was digitised, with and without a denominator.
    fileprivate var digitised: Int { rate.numerator + withoutDenominator.reduce(0) { $0 + $1.numerator } }

    /// What was counted for offices that are not in the rate, where there is one.
    fileprivate var withoutRate: Int {
        rate.denominator == nil ? 0 : withoutDenominator.reduce(0) { $0 + $1.numerator }
    }
}

extension Rate {
    /// Whether more was counted than there is.
    fileprivate var isAbove: Bool { denominator.map { numerator > $0 } ?? false }
}
