import FoundationEssentials

@testable import Uplink

/// The clocks of a PC that shows a wrong time.
struct ShiftedTime: Timekeeper {
    let shift: Double
    private let system = SystemTime()

    init(by shift: Double) { self.shift = shift }

    var now: Date { system.now.addingTimeInterval(shift) }
    var uptime: Duration { system.uptime }
    func minuteOfDay(at date: Date) -> Int { system.minuteOfDay(at: date) }
    func sleep(for duration: Duration) async throws { try await system.sleep(for: duration) }
}
