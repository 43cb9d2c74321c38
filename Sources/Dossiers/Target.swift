/// What a level must reach in an indicator by the end of a year (chỉ tiêu).
package struct Target: Sendable, Hashable, Codable {
    package var indicator: Indicator
    package var level: Level
    package var year: Int
    /// Thousandths, 0 to 1000.
    package var permille: Int
    /// Where the figure comes from: stated by the plan, or derived from it and how.
    package var basis: String
    /// Where the plan can be read in two ways: the figure that is told beside, and not measured against.
    package var other: Reading?

    /// A figure of a target, and where it comes from.
    package struct Reading: Sendable, Hashable, Codable {
        package var permille: Int
        package var basis: String

        package init(permille: Int, basis: String) {
            self.permille = permille
            self.basis = basis
        }
    }

    package init(
        indicator: Indicator, level: Level, year: Int, permille: Int, basis: String, other: Reading? = nil
    ) {
        self.indicator = indicator
        self.level = level
        self.year = year
        self.permille = permille
        self.basis = basis
        self.other = other
    }
}
