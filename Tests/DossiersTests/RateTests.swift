import Dossiers
import TestSupport
import Testing

@Suite("Rates")
struct RateTests {
    @Test(
        "The plan's figures for 2020 come out of its integers",
        arguments: [
            (38_340, 114_771, 1, "33,4%"), (23_870, 81_822, 2, "29,17%"), (148_807, 541_244, 2, "27,49%"),
            (7, 11, 2, "63,64%"), (22, 109, 2, "20,18%"),
        ])
    func planOf2020(_ numerator: Int, _ denominator: Int, _ decimals: Int, _ shown: String) {
        #expect(Rate(numerator, of: denominator).vietnamese(decimals: decimals) == shown)
    }

    @Test(
        "A percentage is rounded half up and has a comma",
        arguments: [
            (1, 3, 1, "33,3%"), (1, 2, 0, "50%"), (1, 8, 0, "13%"), (1, 8, 1, "12,5%"), (1, 200, 0, "1%"),
            (1, 201, 0, "0%"),
            (1, 2000, 1, "0,1%"), (1, 2001, 1, "0,0%"), (5, 100, 3, "5,000%"), (999_999, 1_000_000, 1, "100,0%"),
            (0, 7, 1, "0,0%"),
            (3, 2, 1, "150,0%"),
        ])
    func rounding(_ numerator: Int, _ denominator: Int, _ decimals: Int, _ shown: String) {
        #expect(Rate(numerator, of: denominator).vietnamese(decimals: decimals) == shown)
    }

    @Test("A missing denominator, and one of zero, are neither 0 nor 100 percent")
    func noRate() {
        #expect(Rate(5, of: nil).vietnamese() == "Chưa có mẫu số")
        #expect(Rate(0, of: nil).vietnamese() == "Chưa có mẫu số")
        #expect(Rate(0, of: 0).vietnamese() == "—")
        #expect(Rate(5, of: 0).vietnamese() == "—")
        #expect(Rate(5, of: nil).reaches(permille: 0) == nil)
        #expect(Rate(5, of: 0).reaches(permille: 0) == nil)
    }

    @Test("What is shown is never off by more than half of its last digit")
    func nearestValue() throws {
        var random = Seeded(33_41)
        for _ in 0..<5000 {
            let denominator = Int.random(in: 1...1_000_000_000, using: &random)
            let numerator = Int.random(in: 0...denominator, using: &random)
            let text = Rate(numerator, of: denominator).vietnamese(decimals: 2)
            let digits = try #require(Int(text.filter(\.isNumber)))
            // |digits/10000 − n/d| ≤ 1/20000, in integers
            #expect((2 * (digits * denominator - 10_000 * numerator)).magnitude <= denominator.magnitude)
        }
    }

    @Test("A target is reached exactly at its thousandths and not before")
    func reaching() {
        #expect(Rate(3, of: 10).reaches(permille: 300) == true)
        #expect(Rate(299, of: 1000).reaches(permille: 300) == false)
        #expect(Rate(300, of: 1000).reaches(permille: 300) == true)
        #expect(Rate(1, of: 3).reaches(permille: 333) == true)
        #expect(Rate(1, of: 3).reaches(permille: 334) == false)
        #expect(Rate(0, of: 10).reaches(permille: 0) == true)
    }

    @Test(
        "Counts are grouped by thousands with full stops",
        arguments: [
            (0, "0"), (7, "7"), (999, "999"), (1000, "1.000"), (814_602, "814.602"), (1_234_567, "1.234.567"),
            (-814_602, "-814.602"), (Int.min, "-9.223.372.036.854.775.808"),
        ])
    func groups(_ number: Int, _ shown: String) {
        #expect(number.vietnamese == shown)
    }
}
