import Exchange
import Testing

struct HeartbeatRulesTests {
    @Test(
        "A clock is told up to a hundred years off, and not beyond, up to the last number there is",
        arguments: [
            (0, true), (4_000_000_000, true), (-4_000_000_000, true), (4_000_000_001, false), (-4_000_000_001, false),
            (.max, false), (.min, false),
        ] as [(Int, Bool)])
    func clock(offset: Int, isFine: Bool) {
        let beat = Heartbeat(version: "1", diskFree: 0, clockOffset: offset)
        #expect((beat.fault == nil) == isFine)
    }
}
