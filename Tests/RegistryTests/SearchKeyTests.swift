import Dossiers
import Foundation
import Testing

@testable import Registry

struct SearchKeyTests {
    @Test(
        "Names are found whatever the marks, the case, the composition and the spaces",
        arguments: [
            ("Nguyễn Thị Ánh", "nguyen thi anh"), ("ĐẶNG  ĐỨC\tHuy ", "dang duc huy"),
            ("Hoà", "hoa"), ("Hòa", "hoa"), ("So\u{031B}\u{0309}", "so"), ("S\u{1EDF}", "so"),
            ("  Lê\u{00A0}A", "le a"), ("", ""), ("H'Ên Niê", "h'en nie"), ("Công ty TNHH 12", "cong ty tnhh 12"),
        ])
    func keys(name: String, key: String) { #expect(Array(searchKey(of: name).utf8) == Array(key.utf8)) }

    @Test("Names in Vietnamese have the same key at the station, which has no table of all of Unicode")
    func sameAtTheStation() {
        let letters = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
        var names = ["", " ", "H'Ên  Niê\u{A0}", "Công ty TNHH 12-3", "K’Brếu", "Françoise Müller-Ñoño", "陳氏蘭"]
        for letter in letters {
            let name = "Tr\(letter)n \(letter.uppercased()) Th\(letter)ng"
            names += [name, name.decomposedStringWithCanonicalMapping, name.uppercased()]
        }
        for name in names { #expect(Array(plainName(name).utf8) == Array(searchKey(of: name).utf8), "\(name)") }
    }
}
