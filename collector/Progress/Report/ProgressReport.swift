package import Dossiers

/// How far the province is: one line for each indicator and level or office.
package struct ProgressReport: Sendable, Hashable {
    package var request: ReportRequest
    /// In the order in which they are shown: by indicator, level, office.
    package var lines: [ReportLine]
    /// Whether any office is known; without, there is nothing to count for.
    package var hasOffices: Bool
    /// The day before which the report of the period must have been sent; nil where no rule says so.
    package var due: CalendarDay?

    package init(request: ReportRequest, lines: [ReportLine], hasOffices: Bool, due: CalendarDay? = nil) {
        self.request = request
        self.lines = lines
        self.hasOffices = hasOffices
        self.due = due
    }
}

/// The figures of one indicator for the province, a level, an office or an authority.
package struct ReportLine: Sendable, Hashable {
    /// Whose figures they are.
    package enum Scope: Sendable, Hashable {
        case province
        case level(Level)
        case site(Site)
        /// An authority that is no office of the province.
        case authority(String, Level)
    }

    package var indicator: Indicator
    package var scope: Scope
    /// The level at which it counts; nil for the province.
    package var level: Level?
    /// The office above, for the label: names repeat across towns.
    package var parent: Site?
    /// Numerators above their denominators stay as they are.
    package var rate: Rate
    package var source: NumeratorSource
    package var target: Target?
    /// Nil where there is no target, or nothing to measure against it.
    package var verdict: Verdict?
    package var pace: Pace?
    /// The offices and authorities without a denominator, whose figures are not in the rate.
    package var withoutDenominator: [Outside]
    package var notes: [Note]
    /// Where the rate has predecessors' figures in it: whose, and the office's own.
    package var rollUp: RollUp?

    /// What a rate with predecessors' figures is made of.
    package struct RollUp: Sendable, Hashable {
        package var predecessors: [Site]
        package var own: Rate

        package init(predecessors: [Site], own: Rate) {
            self.predecessors = predecessors
            self.own = own
        }
    }

    package init(
        indicator: Indicator, scope: Scope, level: Level?, parent: Site? = nil, rate: Rate, source: NumeratorSource,
        target: Target? = nil, verdict: Verdict? = nil, pace: Pace? = nil, withoutDenominator: [Outside], notes: [Note],
        rollUp: RollUp? = nil
    ) {
        self.indicator = indicator
        self.scope = scope
        self.level = level
        self.parent = parent
        self.rate = rate
        self.source = source
        self.target = target
        self.verdict = verdict
        self.pace = pace
        self.withoutDenominator = withoutDenominator
        self.notes = notes
        self.rollUp = rollUp
    }

    /// An office or authority whose figures are not in a level's rate.
    package struct Outside: Sendable, Hashable {
        package var scope: Scope
        package var parent: Site?
        package var numerator: Int

        package init(scope: Scope, parent: Site?, numerator: Int) {
            self.scope = scope
            self.parent = parent
            self.numerator = numerator
        }
    }

    /// How the rate stands to its target.
    package enum Verdict: String, Sendable, Hashable, Codable {
        case met
        /// Not reached while the year still runs.
        case notYet = "not_yet"
        /// Not reached at the end of the year.
        case notMet = "not_met"
        case noDenominator = "no_denominator"
    }

    /// Something to know of a figure.
    package enum Note: Sendable, Hashable {
        /// The numerator was reported; the system counted so much.
        case reported(counted: Int)
        /// Reported for a part of the period, counted for the rest.
        case mixed
        case aboveDenominator
        case exempt
        /// The denominator is the level's own; its offices have none.
        case levelDenominator
        /// The denominator is the sum of so many baselines of finer periods.
        case summedDenominator(Int)
        /// No provincial figure is derived: these levels are not complete.
        case incomplete([Level])
        /// No provincial figure is derived: these levels were counted and the others reported.
        case unlike([Level])
        /// The system had received nothing by the day.
        case nothingReceived
        /// The figures of these predecessors are in it.
        case rolledUp([Site])
        /// There is no rate with the predecessors' figures: these lack denominators.
        case rollUpWithoutDenominator([Site])
        /// The denominator is the sum of the predecessors'; there is none of its own yet.
        case predecessorsDenominator
        /// Parts of these offices came over; their figures are not in it.
        case partsOf([Site])
        /// The office went into another on the day.
        case succeeded(by: Site, on: CalendarDay)
        /// The denominator is of the days on which there was the office.
        case lived(Period)
        /// There are no offices of the level from the day on: history, without a target.
        case levelEnded(CalendarDay)
        /// The province's figure is without these levels, which have ended.
        case withoutEnded([Level])
        /// By the plan's other reading the target is another; and whether that is met.
        case otherReading(Target.Reading, isMet: Bool?)
    }
}

extension ReportLine {
    /// The numerator; nil where nothing was reported of what the system cannot count (R4): that is no zero.
    package var knownNumerator: Int? {
        indicator == .signed && rate.denominator == nil && rate.numerator == 0 ? nil : rate.numerator
    }
}

extension ReportLine.Scope {
    /// The office's identity, where it is one.
    package var siteID: SiteID? {
        if case .site(let site) = self { site.id } else { nil }
    }
}
