import Dossiers
import FoundationEssentials
import SystemPackage
import TestSupport

/// Whether the province's pages, totals and intake get slower over ten years: 8 million dossiers of 40 million pages.
struct DecadeBenchmark {
    let workshop: Workshop

    private static let years = 10

    func figures() async throws -> [Figure] {
        // The last year is this one, so that pages show it without being asked to.
        let today = CalendarDay(Date())
        let perYear = workshop.dossiersPerYear
        let ten = SyntheticProvince(
            dossiers: Self.years * perYear, years: Self.years, firstYear: today.year - Self.years + 1)
        let one = SyntheticProvince(dossiers: perYear, firstYear: today.year)
        let provinces = PreparedProvinces(workshop: workshop)
        // The same statements make a sample, which is compared with what taking it in leaves.
        _ = try await provinces.collector(
            of: SyntheticProvince(dossiers: 4000, years: Self.years, firstYear: ten.firstYear), isChecked: true)
        let tenYears = try await provinces.collector(of: ten)
        let oneYear = try await provinces.collector(of: one)
        return try await workshop.withFolder { folder in
            var figures = try await TotalsMeasurement(workshop: workshop, province: ten, day: today).figures(
                of: tenYears)
            // Pages and intake write: the prepared ones stay as they are.
            workshop.say("decade: copying, so that what was prepared stays as it is")
            let large = try await tenYears.copy(to: folder.appending("ten"))
            let small = try await oneYear.copy(to: folder.appending("one"))
            figures += try await PageMeasurement(workshop: workshop).figures(large, small)
            let empty = try await provinces.empty(in: folder, for: ten)
            figures += try await DeliveryMeasurement(workshop: workshop).figures(large, empty)
            figures += try await IntakeMeasurement(workshop: workshop).figures(large, empty)
            return figures
        }
    }
}

extension CollectorUnderTest {
    /// A copy of the data directory.
    fileprivate func copy(to path: FilePath) async throws -> CollectorUnderTest {
        let result = try await runTool(
            "cp", ["-a", "--reflink=auto", data.string, path.string], within: .seconds(1800))
        guard result.exitCode == 0 else { throw CannotMeasure("\(data) cannot be copied: \(result.errors)") }
        return CollectorUnderTest(existing: path)
    }
}
