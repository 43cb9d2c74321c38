import Dossiers
import TestSupport
import Testing

@testable import Registry

@Suite("Who may see and do what")
struct AccessTests {
    /// A random tree of up to thirty offices, some closed, some moved.
    private func tree(_ random: inout Seeded) -> SiteRecords {
        let ids = (0..<Int.random(in: 1...30, using: &random)).map { SiteID(rawValue: "s\($0)")! }
        var records = SiteRecords()
        for (index, id) in ids.enumerated() {
            records.facts[id] = (0..<Int.random(in: 1...2, using: &random)).map { number in
                Site(
                    id: id, name: "\(id)", level: .commune,
                    parent: index == 0 || Int.random(in: 0..<6, using: &random) == 0
                        ? nil : ids[Int.random(in: 0..<index, using: &random)], statisticalCode: nil,
                    validFrom: CalendarDay(number: 18_000 + number * 400))
            }
            if Int.random(in: 0..<5, using: &random) == 0 { records.closings[id] = CalendarDay(number: 18_700) }
        }
        return records
    }

    @Test("No account gains anything by a narrower scope, and none reaches beyond its own")
    func narrowing() {
        var random = Seeded(12)
        for _ in 0..<60 {
            let records = tree(&random)
            let day = CalendarDay(number: Int.random(in: 17_900...19_000, using: &random))
            let ids = records.facts.keys.sorted()
            for scope in ids {
                let subtree = records.subtree(of: scope, on: day)
                #expect(subtree.contains(scope))
                for inner in subtree {
                    #expect(records.subtree(of: inner, on: day).isSubset(of: subtree))
                }
                for role in Role.allCases {
                    let whole = Access(role: role, reach: records.reach(of: nil, on: day))
                    let narrow = Access(role: role, reach: records.reach(of: scope, on: day))
                    for permission in Permission.allCases {
                        if narrow.allows(permission) { #expect(whole.allows(permission)) }
                        for site in ids where narrow.allows(permission, at: site) {
                            #expect(whole.allows(permission, at: site) && subtree.contains(site))
                        }
                    }
                    #expect(!narrow.mayManageAccount(reaching: .province))
                    for other in ids where narrow.mayManageAccount(reaching: records.reach(of: other, on: day)) {
                        #expect(subtree.contains(other))
                    }
                }
            }
        }
    }

    @Test("The auditor sees all that anybody sees and changes nothing; who changes a thing can see it")
    func roles() {
        let auditor = Role.auditor.permissions
        #expect(auditor.allSatisfy { !$0.changes })
        for role in Role.allCases {
            let own = role.permissions
            #expect(own.filter { !$0.changes }.isSubset(of: auditor))
            #expect(!own.contains(.manageAccounts) || own.contains(.seeAccounts))
            #expect(!own.contains(.importTables) || own.contains(.seeImports))
            #expect(!own.contains(.manageStations) || own.contains(.seeOperations))
            #expect(!own.contains(.openDossiers) || own.contains(.listDossiers))
            #expect(own.contains(.seeFigures))
        }
        // Citizens' papers are for those who work with them.
        #expect(
            Role.allCases.filter { $0.permissions.contains(.openDossiers) } == [
                .officer, .siteManager, .administrator, .auditor,
            ])
        let scoped = Access(role: .administrator, reach: .offices([SiteID(rawValue: "a")!]))
        #expect(!scoped.allows(.importTables) && scoped.allows(.manageAccounts))
    }

    @Test("A ring of parents, which no import makes, ends the walk")
    func ring() {
        var records = SiteRecords()
        let (a, b) = (SiteID(rawValue: "a")!, SiteID(rawValue: "b")!)
        for (id, parent) in [(a, b), (b, a)] {
            records.facts[id] = [
                Site(
                    id: id, name: "x", level: .commune, parent: parent, statisticalCode: nil,
                    validFrom: CalendarDay(number: 0))
            ]
        }
        #expect(records.subtree(of: a, on: CalendarDay(number: 1)) == [a, b])
    }
}
