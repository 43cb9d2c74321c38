import Exchange
import FoundationEssentials
import TestSupport
import Testing

@testable import Uplink

@Suite("When heartbeats go", .timeLimit(.minutes(1)))
struct HeartbeatSenderTests {
    private let pace = HeartbeatSender.Pace(look: .seconds(1), shortest: .seconds(30), interval: .seconds(900))

    private func beat(_ change: (inout Heartbeat) -> Void = { _ in }) -> Heartbeat {
        var beat = Heartbeat(version: "1", diskFree: 10 << 30)
        change(&beat)
        return beat
    }

    @Test("at the start, when something worth telling changed, and at the latest a fifth after the interval")
    func schedule() {
        var schedule = HeartbeatSchedule(pace: pace)
        #expect(schedule.isDue(beat(), at: .zero))
        schedule.succeed(beat(), HeartbeatAnswer(settings: nil), at: .zero, chance: 1)
        let refused = beat { $0.refused = 1 }
        #expect(!schedule.isDue(refused, at: .seconds(29)), "not in a burst")
        #expect(schedule.isDue(refused, at: .seconds(30)))
        let dull = beat {
            $0.bytesWaiting = 5
            $0.diskFree += 1000
            $0.lastScan = Date()
        }
        #expect(!schedule.isDue(dull, at: .seconds(1079)))
        #expect(schedule.isDue(dull, at: .seconds(1081)))
        schedule.succeed(dull, HeartbeatAnswer(settings: 1), at: .zero, chance: 0)
        #expect(!schedule.isDue(dull, at: .seconds(719)))
        #expect(schedule.isDue(dull, at: .seconds(720)))
        schedule.succeed(dull, HeartbeatAnswer(settings: 1, interval: 1), at: .zero, chance: 0.5)
        #expect(!schedule.isDue(dull, at: .seconds(59)), "a collector cannot ask for a flood")
        #expect(schedule.isDue(dull, at: .seconds(60)))
    }

    @Test("after a failure later and later, as the collector asks, and hardly ever to one that knows none")
    func failures() {
        var schedule = HeartbeatSchedule(pace: pace)
        schedule.fail(.transport(.silent("x")), at: .zero, chance: 0.99)
        #expect(!schedule.isDue(beat(), at: .seconds(29)))
        #expect(schedule.isDue(beat(), at: .seconds(30)))
        schedule.fail(.status(503, retryAfter: .seconds(200)), at: .zero, chance: 0)
        #expect(!schedule.isDue(beat(), at: .seconds(199)))
        #expect(schedule.isDue(beat(), at: .seconds(200)))
        schedule.fail(.status(404, retryAfter: nil), at: .zero, chance: 0)
        #expect(!schedule.isDue(beat { $0.refused = 9 }, at: .seconds(3599)))
        #expect(schedule.isDue(beat(), at: .seconds(3600)))
    }
}
