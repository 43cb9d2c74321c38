import Foundation
import Testing

@testable import Webhooks

@Suite("When a webhook is tried again")
struct ScheduleTests {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    @Test("The wait doubles up to an hour, is jittered over all of it, and is never less than a second")
    func doubling() throws {
        let schedule = WebhookSchedule()
        func wait(_ failures: Int, _ random: Double, wish: Double? = nil) -> Double? {
            schedule.next(afterFailures: failures, since: now, wish: wish, now: now, random: random)?
                .timeIntervalSince(now)
        }
        #expect([0, 1, 2, 9, 10, 1000].map { wait($0, 1) } == [5, 10, 20, 2560, 3600, 3600])
        #expect(wait(10, 0.5) == 1800)
        #expect(wait(10, 0) == 1)
        #expect(wait(0, 0, wish: 120) == 120)
        #expect(wait(0, 0, wish: 1e9) == 3600)
    }

    @Test("A receiver that cannot be reached is given up after five days, not before")
    func patience() {
        let schedule = WebhookSchedule()
        let days = { (number: Double) in now.addingTimeInterval(-number * 86_400) }
        #expect(schedule.next(afterFailures: 200, since: days(4.99), now: now) != nil)
        #expect(schedule.next(afterFailures: 200, since: days(5), now: now) == nil)
        #expect(schedule.next(afterFailures: 0, since: nil, now: now) != nil)
    }

    @Test("A message that is refused twelve times is parked")
    func refusals() {
        let schedule = WebhookSchedule()
        #expect(schedule.next(afterRefusals: 10, now: now) != nil)
        #expect(schedule.next(afterRefusals: 11, now: now) == nil)
    }

    @Test("What a status means for a message and those behind it")
    func meanings() {
        let meanings: [(Int, WebhookAnswer.Meaning)] = [
            (200, .delivered), (204, .delivered), (299, .delivered), (301, .unreachable), (308, .unreachable),
            (400, .refused), (401, .unreachable), (404, .unreachable), (409, .refused), (410, .gone),
            (413, .refused), (422, .refused), (429, .unreachable), (500, .unreachable), (503, .unreachable),
        ]
        for (status, meaning) in meanings { #expect(WebhookAnswer(status: status).meaning == meaning, "\(status)") }
        #expect(WebhookAnswer(problem: "refused").meaning == .unreachable)
    }
}
