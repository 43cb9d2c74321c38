import Testing

@testable import SANEDriver

@Suite("The pace of reads")
struct ReadPaceTests {
    @Test("grows with a fast scanner and falls with a slow one, so that no read takes long")
    func pace() {
        for bytesPerSecond in [8_000.0, 20_000, 100_000, 50_000_000] {
            var pace = ReadPace()
            var longest = 0.0
            for _ in 0..<50 {
                let seconds = Double(pace.limit) / bytesPerSecond
                longest = max(longest, seconds)
                pace.note(.seconds(seconds))
            }
            #expect(longest < 1)
            #expect(pace.limit == 128 * 1024 || bytesPerSecond < 1_000_000)
        }
    }
}
