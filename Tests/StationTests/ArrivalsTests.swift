import Dossiers
import SystemPackage
import Testing

@testable import Station

@Suite("Files that arrive")
struct ArrivalsTests {
    private func file(_ node: UInt, bytes: Int, at time: Int = 0, name: String = "a") -> FolderFile {
        FolderFile(
            name: FilePath.Component(name)!, node: node, byteLength: bytes, changedAt: time, arrivedAt: time)
    }

    @Test("are whole when size, time and name have stayed the same for long enough, and begin anew when one changes")
    func quiet() {
        var arrivals = Arrivals(quiet: .seconds(3))
        let start = ContinuousClock.now
        func look(_ files: [FolderFile], after seconds: Int) -> [FolderFile] {
            arrivals.note(files, at: start + .seconds(seconds)).map(\.0)
        }
        #expect(look([file(1, bytes: 10)], after: 0).isEmpty)
        #expect(look([file(1, bytes: 10), file(2, bytes: 5)], after: 2).isEmpty)
        #expect(look([file(1, bytes: 10), file(2, bytes: 5)], after: 3) == [file(1, bytes: 10)])
        #expect(look([file(1, bytes: 11), file(2, bytes: 5)], after: 5) == [file(2, bytes: 5)])
        #expect(look([file(1, bytes: 11, at: 1)], after: 7).isEmpty)
        #expect(look([file(1, bytes: 11, at: 1, name: "b")], after: 9).isEmpty)
        #expect(look([], after: 11).isEmpty)
        #expect(look([file(1, bytes: 11, at: 1, name: "b")], after: 13).isEmpty)
        #expect(look([file(1, bytes: 11, at: 1, name: "b")], after: 16).count == 1)
    }

    @Test("belong to the dossier that their name is, with or without a number")
    func names() {
        func parse(_ name: String) -> (String, Int)? {
            DossierFileName(FilePath.Component(name)!).map { ($0.code.rawValue, $0.number) }
        }
        #expect(parse("000.18.29.H51-210615-0001.jpg")! == ("000.18.29.H51-210615-0001", 0))
        #expect(parse("H51-210615-0001-12.PDF")! == ("H51-210615-0001", 12))
        #expect(parse("H51-210615-0001")! == ("H51-210615-0001", 0))
        for other in ["H51-210615-0001-.jpg", "H51-210615-0001-a.jpg", "H51-210615-0001 (1).jpg", "scan.jpg", "-1.jpg"]
        {
            #expect(parse(other) == nil)
        }
    }
}
