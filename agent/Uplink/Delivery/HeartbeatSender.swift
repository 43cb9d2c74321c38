package import Exchange
package import Logging

/// Tells the collector how the station is: at the start, when something worth telling changed, and now and then.
///
/// Runs beside delivery, over a connection of its own turn, and waits for nothing of it: a heartbeat that fails is told
/// the next time.
package struct HeartbeatSender: Sendable {
    /// How often to look whether something changed, and the shortest time between two heartbeats.
    package struct Pace: Sendable, Hashable {
        package var look: Duration
        package var shortest: Duration
        /// Until the collector says otherwise.
        package var interval: Duration

        package init(
            look: Duration = .seconds(20), shortest: Duration = .seconds(30),
            interval: Duration = .seconds(HeartbeatAnswer.usualInterval)
        ) {
            self.look = look
            self.shortest = shortest
            self.interval = interval
        }
    }

    private let client: CollectorClient
    private let pace: Pace
    private let time: any Timekeeper
    private let chance: @Sendable () -> Double
    private let logger: Logger
    private let read: @Sendable () async throws -> Heartbeat
    private let answered: @Sendable (HeartbeatAnswer) async -> Void

    /// - Parameters:
    ///   - read: how the station is now.
    ///   - answered: told of every answer.
    package init(
        client: CollectorClient, pace: Pace = Pace(), time: any Timekeeper = SystemTime(),
        chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) }, logger: Logger,
        read: @escaping @Sendable () async throws -> Heartbeat,
        answered: @escaping @Sendable (HeartbeatAnswer) async -> Void = { _ in }
    ) {
        self.client = client
        self.pace = pace
        self.time = time
        self.chance = chance
        self.logger = logger
        self.read = read
        self.answered = answered
    }

    /// Tells until the task is cancelled.
    ///
    /// - Throws: what reading the station's state throws.
    package func run() async throws {
        var schedule = HeartbeatSchedule(pace: pace)
        while !Task.isCancelled {
            let beat = try await read().bounded
            if schedule.isDue(beat, at: time.uptime) {
                do throws(Failure) {
                    let answer = try await client.tell(beat)
                    schedule.succeed(beat, answer, at: time.uptime, chance: chance())
                    await answered(answer)
                } catch {
                    schedule.fail(error, at: time.uptime, chance: chance())
                    logger.debug("no heartbeat", metadata: ["cause": "\(error)"])
                }
            }
            do { try await time.sleep(for: pace.look) } catch { return }
        }
    }
}

/// When the next heartbeat is to go.
struct HeartbeatSchedule: Sendable {
    private let pace: HeartbeatSender.Pace
    private var told: Heartbeat?
    /// When the next one goes, whatever it says; and until when none does.
    private var dueAt = Duration.zero
    private var notBefore = Duration.zero
    private var backoff = Backoff()

    init(pace: HeartbeatSender.Pace) { self.pace = pace }

    /// How long to leave a collector alone that knows no heartbeats: it is of an earlier version.
    static let unknownRest = Duration.seconds(3600)

    /// Whether `beat` is to go at `uptime`.
    func isDue(_ beat: Heartbeat, at uptime: Duration) -> Bool {
        guard uptime >= notBefore else { return false }
        return told == nil || uptime >= dueAt || told?.tidings != beat.tidings
    }

    /// - Parameter chance: from 0 up to 1: a fifth earlier to a fifth later, so that a province's stations spread.
    mutating func succeed(_ beat: Heartbeat, _ answer: HeartbeatAnswer, at uptime: Duration, chance: Double) {
        backoff.succeed()
        told = beat
        // What a collector asks for is obeyed within reason: a minute to a day.
        let asked = Duration.seconds(min(max(answer.interval, 60), 86_400))
        let interval = answer.interval == HeartbeatAnswer.usualInterval ? pace.interval : asked
        dueAt = uptime + interval * (0.8 + 0.4 * chance)
        notBefore = uptime + pace.shortest
    }

    mutating func fail(_ failure: Failure, at uptime: Duration, chance: Double) {
        let isUnknown = failure.status == 404 || failure.status == 405
        notBefore =
            uptime
            + (isUnknown
                ? Self.unknownRest : max(pace.shortest, backoff.fail(retryAfter: failure.retryAfter, chance: chance)))
    }
}
