/// An office of the province, as it stands on a day.
package struct Site: Codable, Sendable, Hashable, Identifiable {
    package var id: SiteID
    package var name: String
    package var level: Level
    package var parent: SiteID?
    /// Code of the administrative unit in the national statistics (GSO).
    package var statisticalCode: String?
    /// Code of the office in the exchange of electronic documents (H51…, 000.18.29.H51), exactly as given.
    package var organisationCode: String?
    package var validFrom: CalendarDay
    /// Exempt from the duty to run the process (remote communes).
    package var isExempt: Bool

    package init(
        id: SiteID, name: String, level: Level, parent: SiteID?, statisticalCode: String?,
        organisationCode: String? = nil, validFrom: CalendarDay, isExempt: Bool = false
    ) {
        self.id = id
        self.name = name
        self.level = level
        self.parent = parent
        self.statisticalCode = statisticalCode
        self.organisationCode = organisationCode
        self.validFrom = validFrom
        self.isExempt = isExempt
    }
}
