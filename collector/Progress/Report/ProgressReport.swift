package import Dossiers

/// How far the province is: one line for each indicator and level or office.
package struct ProgressReport: Sendable, Hashable {
    package var request: ReportRequest
    /// In the order in which they are shown: by indicator, level, office.
    package var lines: [ReportLine]
    /// Whether any office is known; without, there is nothing to count for.
    package var hasOffices: Bool

    package init(request: ReportRequest, lines: [ReportLine], hasOffices: Bool) {
        self.request = request
        self.lines = lines
        self.hasOffices = hasOffices
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

    package init(
        indicator: Indicator, scope: Scope, level: Level?, parent: Site? = nil, rate: Rate, source: NumeratorSource,
        target: Target? = nil, verdict: Verdict? = nil, pace: Pace? = nil, withoutDenominator: [Outside], notes: [Note]
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
    }
}

extension ReportLine.Scope {
    /// The office's identity, where it is one.
    package var siteID: SiteID? {
        if case .site(let site) = self { site.id } else { nil }
    }
}
