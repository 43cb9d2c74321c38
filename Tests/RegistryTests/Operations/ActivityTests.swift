import Dossiers
import Foundation
import TestSupport
import Testing

@testable import Registry

@Suite("Activity of offices")
struct ActivityTests {
    @Test("The last day and the months are those of what was counted, up to a day")
    func days() async throws {
        try await withProvince { province throws in
            var station = try province.station()
            for (number, age) in [(1, 40.0), (2, 3), (3, 0)] {
                try province.accept(
                    station.seal(
                        "H51.18-210615-000\(number)", documents: [.component(SampleContent.page(UInt64(number)))],
                        sealedAt: noon - age * 86_400))
            }
            let (day, id) = (CalendarDay("2021-06-15")!, "pb-cm-001")
            let found = try province.registry.readFigures { reader throws(RegistryError) in
                (
                    try reader.lastDays(of: .submissions, scopes: [id, "pb-d01"], through: day),
                    try reader.lastDays(of: .submissions, scopes: [id], through: day.advanced(by: -1)),
                    try reader.months(of: .submissions, from: CalendarDay("2021-05-20")!, through: day),
                    try reader.months(of: .submissions, from: CalendarDay("2021-06-01")!, through: day)
                )
            }
            #expect(found.0 == [id: day])
            #expect(found.1 == [id: day.advanced(by: -3)])
            let (may, june) = (CalendarDay("2021-05-01")!, CalendarDay("2021-06-01")!)
            #expect(found.2 == [CounterScope(id): [may: 1, june: 2]])
            #expect(found.3 == [CounterScope(id): [june: 2]])
        }
    }
}
