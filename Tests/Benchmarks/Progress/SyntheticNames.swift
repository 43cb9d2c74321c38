/// Names of owners as they are spread among people: two in five are called Nguyễn.
///
/// The shares of family names follow Lê Trung Hoa, "Họ và tên người Việt Nam" (2005), in whole hundredths; middle and
/// given names are common ones, each as often as the other. Written without marks, as they are looked for.
enum SyntheticNames {
    /// How often each family name is in a hundred.
    private static let families = [
        ("nguyen", 38), ("tran", 11), ("le", 10), ("pham", 7), ("huynh", 5), ("phan", 5), ("vu", 4), ("dang", 2),
        ("bui", 2), ("do", 2), ("ho", 2), ("ngo", 2), ("duong", 2), ("ly", 2), ("thach", 2), ("kim", 1), ("son", 1),
        ("lam", 1), ("truong", 1),
    ]
    private static let middles = ["van", "thi", "huu", "minh", "ngoc", "thanh", "quoc", "kim", "duc", "hoang"]
    private static let givens = [
        "anh", "binh", "chau", "cuong", "dung", "duyen", "giang", "ha", "hai", "hanh", "hien", "hoa", "hong", "hung",
        "huong", "khanh", "khoa", "lan", "linh", "loan", "long", "mai", "my", "nam", "nga", "nghia", "nhung", "oanh",
        "phuc", "phuong", "quang", "quyen", "son", "tam", "tan", "thao", "thu", "thuy", "tien", "toan", "trang", "tri",
        "trung", "tuan", "tuyet", "van", "vinh", "vy", "xuan", "yen",
    ]

    /// A SELECT of `key`, `part` and `value`: a hundred family names, fifty middle names, two hundred given names, of
    /// which every fourth has two words.
    static var table: String {
        let family = families.flatMap { [String](repeating: $0.0, count: $0.1) }
        let middle = (0..<50).map { middles[$0 % middles.count] }
        let given = (0..<200).map { number in
            number % 4 == 3 ? "\(middles[number / 4 % 10]) \(givens[number % 50])" : givens[number % 50]
        }
        return [("family", family), ("middle", middle), ("given", given)].map { part, names in
            let list = names.map { "\"\($0)\"" }.joined(separator: ",")
            return "SELECT key, '\(part)' AS part, value FROM json_each('[\(list)]')"
        }.joined(separator: " UNION ALL ")
    }
}
