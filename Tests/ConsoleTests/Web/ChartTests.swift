import Dossiers
import Foundation
import FoundationXML
import Testing

@testable import Console

@Suite("Charts")
struct ChartTests {
    @Test("Numbers are the shortest that say the same, whatever the language")
    func numbers() {
        let texts = [0, 1, -1, 12.5, 12.34, 12.05, -0.25, 0.004, 99.999, 1234.5].map(SVG.number)
        #expect(texts == ["0", "1", "-1", "12.5", "12.34", "12.05", "-0.25", "0", "100", "1234.5"])
    }

    /// The values of an attribute of the elements of a class.
    private func values(_ svg: String, _ name: String, _ attribute: String) -> [Double] {
        svg.matches(of: /<rect class="([^"]*)"([^>]*)>/).filter { $0.1.split(separator: " ").contains { $0 == name } }
            .compactMap { match in
                match.2.split(separator: " ").first { $0.hasPrefix(attribute + "=\"") }
                    .flatMap { Double($0.split(separator: "\"")[1]) }
            }
    }

    @Test("A bar is as long as the rate, at most full, with its marks where target and pace are")
    func bars() {
        for (permille, length) in [(0, 0.0), (500, 66), (1000, 132), (2500, 132), (-5, 0)] {
            let bar = RateBar(permille: permille, target: 750, expected: 250, kind: "bad", title: "x")
            #expect(values(bar.svg, "fill", "width") == [length], "\(permille)")
            #expect(values(bar.svg, "goal", "x") == [4 + 99 - 1.25])
            #expect(bar.svg.contains("d=\"M33 0H41L37 6.5z\""))
        }
        let plain = RateBar(permille: 334, title: "33,4%").svg
        #expect(!plain.contains("goal") && !plain.contains("pace"))
    }

    @Test("Columns are as high as their values, and what is more than nothing is seen")
    func columns() {
        let chart = ColumnChart(
            columns: [0, 1, 500, 1000].map { ColumnChart.Column(name: "n\($0)", value: $0) }, title: "t",
            description: "d", text: { "\($0) x" })
        #expect(chart.ceiling == 1000)
        #expect(values(chart.svg, "column", "height") == [0, 1, 50, 100])
        #expect(values(chart.svg, "column", "y") == [100, 99, 50, 0])
        #expect(chart.svg.contains("<title>n500: 500 x</title>"))
    }

    @Test(
        "The scale ends at a round number whose half is whole",
        arguments: [(0, 2), (1, 2), (2, 2), (3, 4), (5, 6), (9, 10), (11, 20), (81, 100), (9768, 10_000), (Int.max, Int.max)])
    func ceilings(_ most: Int, _ ceiling: Int) {
        let chart = ColumnChart(
            columns: [.init(name: "", value: most), .init(name: "", value: 0)], title: "", description: "", text: { "\($0)" })
        #expect(chart.ceiling == ceiling)
        #expect(values(chart.svg, "column", "height").allSatisfy { (0...100).contains($0) })
    }

    @Test("A chart has a name, a description and the same numbers as a table; nothing in it is markup")
    func spoken() throws {
        let day = CalendarDay("2026-11-28")!
        let unit = Text("hồ sơ", "dossiers")
        let view = ChartView.weeks([1, 2, 3], through: day, title: Text("<b>\"&", "x"), unit: unit, .vietnamese)
        #expect(view.svg.hasPrefix("<svg class=\"columns\" viewBox=\"0 0 30 100\" preserveAspectRatio=\"none\" role=\"img\"><title>&lt;b&gt;&quot;&amp;</title><desc>"))
        #expect(view.about == "6 hồ sơ trong 3 tuần; tuần gần nhất 3")
        #expect(view.rows.map(\.name) == ["08/11–14/11/2026", "15/11–21/11/2026", "22/11–28/11/2026"])
        #expect(view.rows.map(\.value) == ["1", "2", "3"])
        #expect((view.top, view.half) == ("4", "2"))
        let parser = XMLParser(data: Data(view.svg.utf8))
        #expect(parser.parse(), "\(parser.parserError as Any)")
        // The pages' policy lets no style in.
        #expect(!view.svg.contains("style="))
    }

    @Test("Bytes are told in the unit that suits them")
    func bytes() {
        let texts = [0, 1023, 1024, 1536, 10 << 20, 150 << 20, 3 << 29, 1 << 50].map { Texts.bytes($0, .vietnamese) }
        #expect(texts == ["0 byte", "1.023 byte", "1,0 KB", "1,5 KB", "10,0 MB", "150 MB", "1,5 GB", "1,0 PB"])
        #expect(Texts.bytes(1536, .english) == "1.5 KB")
    }
}
