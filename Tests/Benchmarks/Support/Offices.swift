import Dossiers
import FoundationEssentials
import SystemPackage
import TestSupport

/// The offices of Sóc Trăng, as the package ships them.
enum Offices {
    /// Columns: site_id, name, level, parent_id, gso_code, valid_from.
    static let table = Programs.data.appending("sites-soc-trang-2021.csv")

    /// Every office with its level, in the order of the table.
    static func all() throws -> [(id: SiteID, level: String)] {
        try String(contentsOfFile: table.string, encoding: .utf8).split(separator: "\n").dropFirst().map { line in
            let columns = line.split(separator: ",", omittingEmptySubsequences: false)
            guard columns.count > 2, let id = SiteID(rawValue: String(columns[0])) else {
                throw CannotMeasure("\(table) has a line that names no office")
            }
            return (id, String(columns[2]))
        }
    }

    /// The first `count` offices of communes.
    static func communes(_ count: Int) throws -> [SiteID] {
        let communes = try all().filter { $0.level == "commune" }.map(\.id)
        guard communes.count >= count else { throw CannotMeasure("\(table) has fewer than \(count) communes") }
        return Array(communes.prefix(count))
    }
}
