import Exchange
import Testing

/// What no station would take is refused where it is set.
struct StationSettingsRulesTests {
    private func officer(_ name: String, _ displayName: String = "Nguyễn Văn Minh", _ role: String = "officer")
        -> StationSettings.Officer
    {
        StationSettings.Officer(name: name, displayName: displayName, role: role, isActive: true)
    }

    @Test(
        "Timetables are hours and kbit/s",
        arguments: [
            ("256", true), ("07:00-17:00=256, 17:00-22:00=0", true), ("22:00-24:00=10000000", true),
            ("07:00-17:00", false),
            ("07:00-17:00=10000001", false), ("07:00-07:00=256", false), ("25:00-26:00=1", false),
            ("24:00-07:00=1", false),
            ("nhanh", false),
        ])
    func timetables(text: String, isFine: Bool) {
        let fault = StationSettings(bandwidth: text, profile: nil, officers: nil).fault
        #expect(fault == (isFine ? nil : .timetable(text)))
    }

    @Test("Qualities are those that stations know")
    func profiles() {
        for name in StationSettings.profiles {
            #expect(StationSettings(bandwidth: nil, profile: name, officers: nil).fault == nil)
        }
        #expect(StationSettings(bandwidth: nil, profile: "best", officers: nil).fault == .profile("best"))
    }

    @Test("Officers have an account, a name and a role, once each, and are not too many")
    func officers() {
        func fault(_ officers: [StationSettings.Officer]) -> StationSettings.Fault? {
            StationSettings(bandwidth: nil, profile: nil, officers: officers).fault
        }
        let most = (0..<StationSettings.maximumOfficers).map { officer("cb.\($0)") }
        #expect(fault(most) == nil)
        #expect(fault(most + [officer("cb")]) == .tooManyOfficers)
        #expect(fault([officer(String(repeating: "a", count: 64))]) == nil)
        for name in [String(repeating: "a", count: 65), "", "cán.bộ", "a b"] {
            #expect(fault([officer(name)]) == .officer(name))
        }
        #expect(fault([officer("cb", "")]) == .officer("cb"))
        #expect(fault([officer("cb", "Minh", "boss")]) == .officer("cb"))
        #expect(fault([officer("cb"), officer("CB")]) == .officerTwice("CB"))
    }
}
