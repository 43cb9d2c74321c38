import FoundationEssentials
import Testing

@testable import Uplink

struct BackoffTests {
    @Test func `waits lie between nothing and a bound that doubles from one second to five minutes`() {
        var (longest, shortest) = (Backoff(), Backoff())
        for failures in 0..<30 {
            let bound = min(300, Double(1 << min(failures, 10)))
            let (long, short) = (longest.fail(chance: 1), shortest.fail(chance: 0))
            #expect(abs(long.inSeconds - bound) < 0.001)
            #expect(short == .zero)
        }
    }

    @Test func `a success starts the count anew`() {
        var backoff = Backoff()
        for _ in 0..<8 { _ = backoff.fail(chance: 1) }
        backoff.succeed()
        let next = backoff.fail(chance: 1)
        #expect(next == .seconds(1))
        #expect(backoff.failures == 1)
    }

    @Test func `what the collector asks for is waited for in full, and by not everybody to the same second`() {
        var backoff = Backoff()
        let waits = [(100, 0.0), (100, 0.5), (1_000_000, 0)].map { seconds, chance in
            backoff.fail(retryAfter: .seconds(seconds), chance: chance).inSeconds
        }
        #expect(abs(waits[0] - 100) < 0.001 && abs(waits[1] - 110) < 0.001 && abs(waits[2] - 3600) < 0.001)
    }
}

struct HTTPTimeTests {
    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ]) func `dates are read in all forms of RFC 9110`(text: String) {
        #expect(HTTPTime.date(text) == Date(timeIntervalSince1970: 784_111_777))
    }

    @Test func `a retry time is seconds or a date, and never negative`() {
        let now = Date(timeIntervalSince1970: 784_111_777)
        #expect(HTTPTime.retryAfter("120", now: now) == .seconds(120))
        #expect(HTTPTime.retryAfter(" 0 ", now: now) == .zero)
        #expect(HTTPTime.retryAfter("Sun, 06 Nov 1994 08:50:37 GMT", now: now) == .seconds(60))
        #expect(HTTPTime.retryAfter("Sun, 06 Nov 1994 08:40:37 GMT", now: now) == .zero)
        #expect(HTTPTime.retryAfter("99999999999999999999", now: now).map { $0 > .seconds(3600) } == true)
        #expect(HTTPTime.retryAfter("soon", now: now) == nil)
        #expect(HTTPTime.retryAfter("-5", now: now) == nil)
        #expect(HTTPTime.retryAfter("", now: now) == nil)
    }
}

struct AppendSizingTests {
    @Test(arguments: [(1_000.0, 16 << 10), (20_000, 200_000), (125_000, 1_250_000), (10_000_000, 4 << 20)])
    func `an append takes ten seconds of the link, within its bounds`(rate: Double, expected: Int) {
        var sizing = AppendSizing()
        #expect(sizing.size(limit: nil) == AppendSizing.first)
        for _ in 0..<3 { sizing.succeed(bytes: 1 << 20, seconds: Double(1 << 20) / rate) }
        #expect(abs(sizing.size(limit: nil) - expected) <= 1)
    }

    @Test func `a limit of bandwidth bounds it too`() {
        var sizing = AppendSizing()
        sizing.succeed(bytes: 1 << 20, seconds: 1)
        #expect(sizing.size(limit: 8_000) == 80_000)
        #expect(sizing.size(limit: 1) == AppendSizing.minimum)
    }

    @Test func `cuts halve it down to the least, and appends that go through bring it back`() {
        var sizing = AppendSizing()
        for _ in 0..<3 { sizing.succeed(bytes: 1 << 20, seconds: 0.1) }
        sizing.fail(bytes: 1 << 20)
        #expect(sizing.size(limit: nil) == 512 << 10)
        for _ in 0..<10 { sizing.fail(bytes: sizing.size(limit: nil)) }
        #expect(sizing.size(limit: nil) == AppendSizing.minimum)
        for _ in 0..<10 { sizing.succeed(bytes: 1 << 20, seconds: 0.1) }
        #expect(sizing.size(limit: nil) == AppendSizing.maximum)
    }

    @Test func `what a proxy finds too long is not tried again`() {
        var sizing = AppendSizing()
        for _ in 0..<3 { sizing.succeed(bytes: 1 << 20, seconds: 0.1) }
        sizing.refuse(bytes: 4 << 20)
        sizing.refuse(bytes: 2 << 20)
        for _ in 0..<5 { sizing.succeed(bytes: 1 << 20, seconds: 0.1) }
        #expect(sizing.size(limit: nil) == 1 << 20)
    }

    @Test func `the short tail of an upload does not spoil the measure`() {
        var sizing = AppendSizing()
        sizing.succeed(bytes: 1_000_000, seconds: 1)
        sizing.succeed(bytes: 200, seconds: 0.3)
        #expect(sizing.bytesPerSecond == 1_000_000)
    }
}

struct BandwidthScheduleTests {
    @Test func `a window holds from its first minute to before its last`() throws {
        let schedule = try BandwidthSchedule("07:00-17:00=256")
        #expect(schedule.bytesPerSecond(atMinute: 7 * 60 - 1) == nil)
        #expect(schedule.bytesPerSecond(atMinute: 7 * 60) == 32_000)
        #expect(schedule.bytesPerSecond(atMinute: 17 * 60 - 1) == 32_000)
        #expect(schedule.bytesPerSecond(atMinute: 17 * 60) == nil)
    }

    @Test func `windows go over midnight, overlap, and can forbid all traffic`() throws {
        let schedule = try BandwidthSchedule(" 22:00-06:00=0, 21:00-23:00 = 64 ,")
        #expect(schedule.bytesPerSecond(atMinute: 21 * 60) == 8_000)
        #expect(schedule.bytesPerSecond(atMinute: 22 * 60) == 0)
        #expect(schedule.bytesPerSecond(atMinute: 0) == 0)
        #expect(schedule.bytesPerSecond(atMinute: 6 * 60) == nil)
    }

    @Test func `a number alone holds all day, and nothing is no limit`() throws {
        #expect(try BandwidthSchedule("512").bytesPerSecond(atMinute: 1439) == 64_000)
        #expect(try BandwidthSchedule("00:00-24:00=8").bytesPerSecond(atMinute: 1439) == 1_000)
        #expect(try BandwidthSchedule("") == .unlimited)
    }

    @Test(arguments: [
        "7-17=256", "07:00-17:00", "07:00-17:00=fast", "07:00-07:00=1", "25:00-26:00=1", "07:60-08:00=1",
        "07:00-17:00=-1", "24:00-01:00=5", "=5", "07:00=5", "07:00-17:00=256=1", "07:00-17:00=99999999999999999999",
    ]) func `what cannot be meant is refused, and named`(text: String) {
        #expect(throws: ConfigurationError.malformedSchedule(text)) { try BandwidthSchedule(text) }
    }
}

struct ClockCorrectionTests {
    private let true_ = Date(timeIntervalSince1970: 1_760_000_000)

    @Test func `a clock years behind is put right`() {
        let ours = Date(timeIntervalSince1970: 1_230_768_000)
        let correction = ClockCorrection.none.adjusted(theirs: true_, ours: ours)
        #expect(correction.corrected(ours) == true_)
    }

    @Test func `small differences are left alone, also beside a large one`() {
        #expect(ClockCorrection.none.adjusted(theirs: true_, ours: true_.addingTimeInterval(29)) == .none)
        let kept = ClockCorrection(seconds: -7200)
        #expect(kept.adjusted(theirs: true_, ours: true_.addingTimeInterval(7205)) == kept)
    }

    @Test func `a clock that was set right meanwhile needs no correction`() {
        let kept = ClockCorrection(seconds: 500_000)
        #expect(kept.adjusted(theirs: true_, ours: true_.addingTimeInterval(2)) == .none)
    }
}
