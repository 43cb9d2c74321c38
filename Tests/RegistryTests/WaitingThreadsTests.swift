import Dispatch
import Synchronization
import Testing

@testable import Registry

@Suite("Threads that may wait", .timeLimit(.minutes(1)))
struct WaitingThreadsTests {
    @Test("As many work at a time as may, however few processors there are; the rest have their turn in order")
    func limit() async {
        let threads = WaitingThreads(label: "test", limit: 9)
        let begun = Mutex<[Int]>([])
        let (mayGoOn, isDone) = (DispatchSemaphore(value: 0), DispatchGroup())
        for number in 0..<12 {
            isDone.enter()
            threads.run {
                begun.withLock { $0.append(number) }
                mayGoOn.wait()
                isDone.leave()
            }
        }
        // Each of the nine waits for what the others wait for, too.
        while begun.withLock({ $0.count }) < 9 { await Task.yield() }
        #expect(begun.withLock { Set($0) } == Set(0..<9))
        for next in 9..<12 {
            mayGoOn.signal()
            while begun.withLock({ $0.count }) <= next { await Task.yield() }
            #expect(begun.withLock { $0.last } == next)
        }
        for _ in 0..<9 { mayGoOn.signal() }
        await withCheckedContinuation { continuation in isDone.notify(queue: .global()) { continuation.resume() } }
        // They are there for more.
        await withCheckedContinuation { continuation in threads.run { continuation.resume() } }
    }

    @Test("Those without work end; work that comes at that moment is done, too")
    func ending() async {
        let threads = WaitingThreads(label: "test", limit: 3, patience: .microseconds(200))
        for round in 0..<2000 {
            await withTaskGroup { group in
                for _ in 0..<1 + round % 4 {
                    group.addTask {
                        await withCheckedContinuation { continuation in threads.run { continuation.resume() } }
                    }
                }
            }
            // About as long as they wait.
            try? await Task.sleep(for: .microseconds(round % 400))
        }
        while threads.count > 0 { await Task.yield() }
    }
}
