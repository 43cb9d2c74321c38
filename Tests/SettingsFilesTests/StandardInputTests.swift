import Glibc
import SettingsFiles
import Testing

/// Reading lines of standard input, which is this whole process's: no other test here reads it.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct StandardInputTests {
    @Test("Lines come without their ends, and the input's end is found also after a signal came between")
    func linesAndEnd() throws {
        var ends: [Int32] = [0, 0]
        try #require(unsafe pipe(&ends) == 0)
        let kept = dup(STDIN_FILENO)
        defer {
            dup2(kept, STDIN_FILENO)
            close(kept)
        }
        let text = Array("NGUYỄN VĂN MẪU\r\n0123\nlast".utf8)
        try #require(unsafe write(ends[1], text, text.count) == text.count)
        close(ends[1])
        dup2(ends[0], STDIN_FILENO)
        close(ends[0])
        for expected in ["NGUYỄN VĂN MẪU", "0123", "last", nil] {
            errno = EINTR
            #expect(StandardInput.line() == expected)
        }
    }
}
