package import Dossiers
package import FoundationEssentials

/// What a station keeps of the province, so that the desk knows it offline, too: the answer to `GET /v1/briefing`.
package struct Briefing: Codable, Sendable, Hashable {
    /// The most bytes an answer has: 4 MiB.
    package static let maximumByteLength = 4 << 20

    /// The station's office.
    package var site: SiteID
    package var siteName: String
    package var level: Level
    /// When the collector said so.
    package var asOf: Date
    /// The catalogue of procedures, by code.
    package var procedures: [Procedure]
    /// The office's own figures of the year that `asOf` is in.
    package var progress: [BriefedRate]

    package init(
        site: SiteID, siteName: String, level: Level, asOf: Date, procedures: [Procedure], progress: [BriefedRate]
    ) {
        self.site = site
        self.siteName = siteName
        self.level = level
        self.asOf = asOf
        self.procedures = procedures
        self.progress = progress
    }
}

/// How far an office is in one indicator.
package struct BriefedRate: Codable, Sendable, Hashable {
    package var indicator: Indicator
    /// The level whose target holds.
    package var level: Level
    package var year: Int
    package var numerator: Int
    /// Nil where no denominator is known.
    package var denominator: Int?
    /// What the level must reach by the end of the year, in thousandths; nil where there is no target.
    package var targetPermille: Int?

    package init(
        indicator: Indicator, level: Level, year: Int, numerator: Int, denominator: Int?, targetPermille: Int?
    ) {
        self.indicator = indicator
        self.level = level
        self.year = year
        self.numerator = numerator
        self.denominator = denominator
        self.targetPermille = targetPermille
    }
}
