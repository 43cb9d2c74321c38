import Dossiers
import Exchange
import Foundation
import Registry
import Testing

@testable import Progress

@Suite("Reports for people and programs")
struct ReportOutputTests {
    /// Sóc Trăng with the plan's figures, and some of what was counted in 2021.
    private func withFigures<Result>(_ body: (Registry) throws -> Result) async throws -> Result {
        try await withRegistry { registry in
            try registry.importSites(String(decoding: try shippedData("sites-soc-trang-2021.csv"), as: UTF8.self))
            try registry.importTargets(String(decoding: try shippedData("targets.csv"), as: UTF8.self))
            try registry.importBaselines(
                String(decoding: try shippedData("plan-2020-soc-trang.csv"), as: UTF8.self), period: period("2020"))
            try registry.importBaselines(
                "indicator,scope,period,denominator,source\nR3,level:commune,2021,10000,x\nR3,st-941,2021,800,x\n")
            try registry.count(1234, .resultsInForce, "st-31498", .commune, on: "2021-06-25")
            try registry.count(200, .resultsInForce, "st-941", .district, on: "2021-06-25")
            return try body(registry)
        }
    }

    @Test("The table of 2020 is what the plan says")
    func tableOf2020() async throws {
        let text = try await withFigures { try $0.report("2020", [.received]).text(decimals: 2) }
        #expect(
            text == """
                TIẾN ĐỘ SỐ HÓA · Năm 2020
                Số liệu đến hết ngày 31/12/2020
                Gửi báo cáo trước ngày 30/11/2020

                R1 · Hồ sơ tiếp nhận được số hóa
                Cấp, đơn vị    Số hóa/mẫu số   Tỷ lệ
                cấp tỉnh      38.340/114.771  33,41%
                cấp huyện      23.870/81.822  29,17%
                cấp xã       148.807/541.244  27,49%
                Toàn tỉnh    211.017/737.837  28,60%
                  · cấp tỉnh, cấp huyện, cấp xã: mẫu số nhập chung cho cả cấp
                  · cấp tỉnh, cấp huyện, cấp xã: số báo cáo, không do hệ thống đếm
                """)
    }

    @Test("Targets, status, pace and forecast stand beside the rate")
    func tableWithTargets() async throws {
        let text = try await withFigures { try $0.report("2021", asOf: "2021-06-30", [.inForce]).text(decimals: 1) }
        #expect(
            text == """
                TIẾN ĐỘ SỐ HÓA · Năm 2021
                Số liệu đến hết ngày 30/06/2021
                Gửi báo cáo trước ngày 30/11/2021

                R3 · Kết quả còn hiệu lực được số hóa
                Cấp, đơn vị  Số hóa/mẫu số           Tỷ lệ  Chỉ tiêu  Kết quả   Tiến độ       Dự kiến đạt
                cấp tỉnh                 0  Chưa có mẫu số       30%
                cấp huyện          200/800           25,0%       20%  Đạt
                cấp xã        1.234/10.000           12,3%       15%  Chưa đạt  đúng tiến độ  07/07/2021
                Toàn tỉnh            1.434  Chưa có mẫu số
                  · cấp tỉnh: mọi đơn vị chưa có mẫu số
                  · cấp xã: mẫu số nhập chung cho cả cấp
                  · Toàn tỉnh: không cộng toàn tỉnh vì chưa đủ số liệu: cấp tỉnh, cấp huyện
                  · cấp huyện: 10 đơn vị chưa có mẫu số, không tính vào tỷ lệ (đã số hóa 0): Huyện Châu Thành, Huyện
                    Kế Sách, Huyện Mỹ Tú, Huyện Cù Lao Dung, Huyện Long Phú, Huyện Mỹ Xuyên, Thị xã Ngã Năm, Huyện
                    Thạnh Trị, Thị xã Vĩnh Châu, Huyện Trần Đề
                """)
    }

    @Test("Every line fits into 100 columns and columns stay aligned, with names of decomposed letters too")
    func width() async throws {
        try await withFigures { registry in
            let long = "Bộ phận Một cửa Thị trấn " + String(repeating: "Huỳnh Hữu Nghĩa ", count: 8)
            try registry.importSites(
                "site_id,name,level,parent_id,gso_code,valid_from\n"
                    + "nfd,\("Bộ phận Một cửa Xã Đại Ân".decomposedStringWithCanonicalMapping),commune,st-942,1,2019-01-01\n"
                    + "long,\(long),commune,st-942,2,2019-01-01\n")
            let text = try registry.report("2021", asOf: "2021-06-30", levels: Level.allCases).text()
            for line in text.split(separator: "\n") { #expect(displayWidth(line) <= 100, "\(line)") }
            // Names repeat across towns: the town stands beside them.
            #expect(text.contains("Phường 1 (Thành phố Sóc Trăng)"))
            let decomposed = try #require(
                text.split(separator: "\n").first {
                    $0.hasPrefix("Xã Đại Ân (Huyện Châu Thành)") && $0.unicodeScalars.contains("\u{323}")
                })
            let composed = try #require(
                text.split(separator: "\n").first { $0.hasPrefix("Phường 1 (Thành phố Sóc Trăng)") })
            #expect(displayWidth(decomposed) == displayWidth(composed))
        }
    }

    @Test("CSV is what Excel in Việt Nam opens: byte order mark, semicolons, integers beside percentages")
    func csv() async throws {
        let text = try await withFigures { try $0.report("2021", asOf: "2021-06-30", [.inForce]).csv(decimals: 2) }
        #expect(Array(text.utf8.prefix(3)) == [0xEF, 0xBB, 0xBF])
        let records = try CSVReader.records(of: Array(text.utf8.dropFirst(3)), limit: 100)
        #expect(records.count == 5)
        #expect(Set(records.map(\.fields.count)) == [19])
        #expect(text.hasSuffix("\r\n"))
        let commune = Dictionary(uniqueKeysWithValues: zip(records[0].fields, records[3].fields))
        #expect(commune["Cấp"] == "cấp xã")
        #expect(commune["Tử số"] == "1234")
        #expect(commune["Mẫu số"] == "10000")
        #expect(commune["Tỷ lệ"] == "12,34%")
        #expect(commune["Chỉ tiêu"] == "15,0%")
        #expect(commune["Kết quả"] == "Chưa đạt")
        #expect(commune["Tiến độ"] == "đúng tiến độ")
        #expect(commune["Dự kiến đạt"] == "07/07/2021")
        let province = Dictionary(uniqueKeysWithValues: zip(records[0].fields, records[1].fields))
        #expect(
            (province["Mẫu số"], province["Tỷ lệ"], province["Kết quả"]) == ("", "Chưa có mẫu số", "Chưa có mẫu số"))
    }

    @Test(
        "A name never becomes a formula, a row or a column of the spreadsheet",
        arguments: [
            ("=1+1", "'=1+1"), ("+84", "'+84"), ("-2", "'-2"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
            ("a;b", "\"a;b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("=\"x\"", "\"'=\"\"x\"\"\""), ("", ""),
            ("Phường 1", "Phường 1"), ("=\u{301}x", "'=\u{301}x"),
        ])
    func formulaInjection(_ text: String, _ cell: String) {
        #expect(Array(CSVField.written(text).utf8) == Array(cell.utf8))
    }

    @Test("JSON has a stable shape, with null where there is no denominator")
    func json() async throws {
        let report = try await withFigures { try $0.report("2021", asOf: "2021-06-30", [.inForce]) }
        let data = try Wire.encode(ReportDocument(report))
        let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(document["day"] as? String == "2021-06-30")
        #expect(
            document["period"] as? [String: String] == [
                "name": "2021", "first": "2021-01-01", "last": "2021-12-31", "due": "2021-11-30",
            ])
        let lines = try #require(document["lines"] as? [[String: Any]])
        let keys: Set = [
            "indicator", "scope", "numerator", "denominator", "percent", "numeratorSource", "target", "verdict", "pace",
            "withoutDenominator", "notes",
        ]
        #expect(lines.allSatisfy { Set($0.keys) == keys })
        let commune = try #require(lines.first { ($0["scope"] as? [String: String])?["level"] == "commune" })
        #expect(commune["scope"] as? [String: String] == ["kind": "level", "level": "commune"])
        #expect(commune["numerator"] as? Int == 1234)
        #expect(commune["denominator"] as? Int == 10_000)
        #expect(commune["percent"] as? String == "12.34")
        #expect(commune["numeratorSource"] as? String == "counted")
        #expect(commune["target"] as? [String: Int] == ["year": 2021, "permille": 150])
        #expect(commune["verdict"] as? String == "not_yet")
        let pace = try #require(commune["pace"] as? [String: Any])
        #expect(pace["expectedPermille"] as? Int == 74)
        #expect(pace["onPace"] as? Bool == true)
        #expect(pace["forecast"] as? String == "on")
        #expect(pace["forecastDay"] as? String == "2021-07-07")
        #expect((commune["notes"] as? [[String: String]])?.map { $0["code"] } == ["level_denominator"])
        let district = try #require(lines.first { ($0["scope"] as? [String: String])?["level"] == "district" })
        let outside = try #require(district["withoutDenominator"] as? [[String: Any]])
        #expect(outside.count == 10)
        #expect(outside.first?["id"] as? String == "st-942")
        #expect(outside.first?["parent"] as? String == "st-tinh")
        let province = try #require(lines.first { ($0["scope"] as? [String: String])?["level"] == "province" })
        #expect(province["denominator"] is NSNull)
        #expect(province["percent"] is NSNull)
        #expect(province["verdict"] as? String == "no_denominator")
    }

    @Test("A question that cannot be answered is refused with what to ask instead")
    func refusals() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            #expect(throws: ReportRefusal.unknownSite(siteID("nowhere"))) {
                try registry.report("2021", sites: [siteID("nowhere")])
            }
            let notBegun = ReportRefusal.notBegun(period("2021"), asOf: day("2020-12-31"))
            #expect(throws: notBegun) { try registry.report("2021", asOf: "2020-12-31") }
            #expect(notBegun.description.contains("--as-of"))
        }
    }

    @Test("Without offices the report says what to do first")
    func noOffices() async throws {
        let text = try await withRegistry { try $0.report("2021").text() }
        #expect(text.contains("site import"))
    }

    @Test(
        "The width of a text is what people see",
        arguments: [
            ("", 0), ("abc", 3), ("Phường", 6), ("Phu\u{31B}o\u{31B}\u{300}ng", 6), ("đ", 1), ("日本", 4),
            ("a\u{200B}b", 2),
        ])
    func widths(_ text: String, _ width: Int) {
        #expect(displayWidth(text) == width)
    }

    @Test("A text is broken at spaces, and a word that is too long within")
    func wrapping() {
        #expect(wrapped("một hai ba", to: 7) == ["một hai", "ba"])
        #expect(wrapped("abcdefghij kl", to: 4) == ["abcd", "efgh", "ij", "kl"])
        #expect(wrapped("a", to: 4) == ["a"])
        #expect(wrapped("", to: 4).isEmpty)
    }
}
