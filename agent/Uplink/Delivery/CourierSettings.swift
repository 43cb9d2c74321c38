/// How delivery goes about its work.
package struct CourierSettings: Sendable, Hashable {
    package var schedule: BandwidthSchedule
    /// How often to look for work when nobody rings: another process may have sealed something.
    package var pollInterval: Duration
    /// How long to leave the collector alone after it refused this station as a whole.
    package var stationRetryInterval: Duration

    package init(
        schedule: BandwidthSchedule = .unlimited, pollInterval: Duration = .seconds(1),
        stationRetryInterval: Duration = .seconds(600)
    ) {
        self.schedule = schedule
        self.pollInterval = pollInterval
        self.stationRetryInterval = stationRetryInterval
    }
}
