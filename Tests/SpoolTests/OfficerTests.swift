import Foundation
import Spool
import TestSupport
import Testing

/// Who works at the station.
@Suite struct OfficerTests {
    private func withOfficers(_ body: (Office, _ manager: Int, _ officer: Int) async throws -> Void) async throws {
        try await withOffice { office in
            let manager = try await office.spool.addOfficer(
                name: "lan.tt", displayName: "Trần Thị Lan", role: .manager, pinHash: "h1")
            let officer = try await office.spool.addOfficer(
                name: "minh.nv", displayName: "Nguyễn Văn Minh", role: .officer, pinHash: "h2")
            try await body(office, manager, officer)
        }
    }

    private func at(_ minutes: Double) -> Date { Office.noon.addingTimeInterval(minutes * 60) }

    @Test func `Officers are listed as they were added, and kept when the spool is opened again`() async throws {
        try await withOfficers { office, manager, officer in
            let later = try office.otherProcess().spool
            #expect(try await later.officers().map(\.id) == [manager, officer])
            #expect(try await later.officers().map(\.displayName) == ["Trần Thị Lan", "Nguyễn Văn Minh"])
            #expect(try await later.officers().map(\.role) == [.manager, .officer])
            #expect(try await later.pinHash(of: officer) == "h2")
            try await later.setPIN(of: officer, hash: "h3")
            #expect(try await office.spool.pinHash(of: officer) == "h3")
            try await later.setOfficer(officer, displayName: "Minh", role: .officer, isActive: false)
            #expect(try await office.spool.officers()[1].isActive == false)
            await #expect(throws: SpoolError.self, "who is not active has no PIN") {
                try await office.spool.pinHash(of: officer)
            }
        }
    }

    @Test func `An account name is one officer's, in any case, and of plain letters`() async throws {
        try await withOfficers { office, _, _ in
            for name in ["lan.tt", "LAN.TT"] {
                await refuses("officerExists") {
                    try await office.spool.addOfficer(name: name, displayName: "x", role: .officer, pinHash: "h")
                }
            }
            for name in ["", "lan tt", "lân", "a\nb", "a/b", "{", "[", "`", String(repeating: "x", count: 65)] {
                await refuses("unacceptable name", "\(name)") {
                    try await office.spool.addOfficer(name: name, displayName: "x", role: .officer, pinHash: "h")
                }
            }
            try await office.spool.addOfficer(name: "a-Z_0@x.vn", displayName: "x", role: .officer, pinHash: "h")
            for name in ["", "a\tb", String(repeating: "ồ", count: 201)] {
                await #expect(throws: SpoolError.self) {
                    try await office.spool.addOfficer(name: "new", displayName: name, role: .officer, pinHash: "h")
                }
            }
            #expect(try await office.spool.officers().count == 3)
        }
    }

    @Test func `The last active manager stays one`() async throws {
        try await withOfficers { office, manager, officer in
            for (role, isActive) in [(OfficerRole.officer, true), (.manager, false), (.officer, false)] {
                await refuses("lastManager") {
                    try await office.spool.setOfficer(manager, displayName: "Lan", role: role, isActive: isActive)
                }
            }
            #expect(try await office.spool.officers()[0].displayName == "Trần Thị Lan", "nothing is half changed")
            try await office.spool.setOfficer(officer, displayName: "Minh", role: .manager, isActive: true)
            try await office.spool.setOfficer(manager, displayName: "Lan", role: .officer, isActive: false)
            await #expect(throws: SpoolError.self) {
                try await office.spool.setOfficer(officer, displayName: "Minh", role: .officer, isActive: true)
            }
            await #expect(throws: SpoolError.self) {
                try await office.spool.setOfficer(99, displayName: "x", role: .officer, isActive: true)
            }
            // A station without any manager can still have its officers changed.
            try await office.tamper("UPDATE officer SET role = 'officer'")
            try await office.spool.setOfficer(manager, displayName: "Lan", role: .officer, isActive: true)
        }
    }

    @Test func `Five wrong PINs lock for five minutes, each further one twice as long, up to an hour`() async throws {
        try await withOfficers { office, _, officer in
            for failure in 1...4 {
                let state = try await office.spool.recordSignIn(of: officer, succeeded: false, now: at(0))
                #expect(state == SignInState(failures: failure))
            }
            var minute = 0.0
            for (failures, minutes) in [(5, 5.0), (6, 10), (7, 20), (8, 40), (9, 60), (10, 60), (11, 60)] {
                let state = try await office.spool.recordSignIn(of: officer, succeeded: false, now: at(minute))
                #expect(state == SignInState(failures: failures, lockedUntil: at(minute + minutes)))
                // Another process after a restart knows it; no PIN counts meanwhile, not even the right one.
                let later = try office.otherProcess().spool
                for succeeded in [true, false] {
                    let now = at(minute + minutes - 0.1)
                    #expect(try await later.recordSignIn(of: officer, succeeded: succeeded, now: now) == state)
                    #expect(try await later.signInState(of: officer, now: now).isLocked(at: now))
                }
                minute += minutes
                #expect(try await later.signInState(of: officer, now: at(minute)) == SignInState(failures: failures))
            }
            #expect(
                try await office.spool.recordSignIn(of: officer, succeeded: true, now: at(minute)) == SignInState())
            #expect(
                try await office.spool.recordSignIn(of: officer, succeeded: false, now: at(minute)).failures == 1)
        }
    }

    @Test func `A clock that is put back does not make a lock longer than it was`() async throws {
        try await withOfficers { office, _, officer in
            for _ in 1...5 { try await office.spool.recordSignIn(of: officer, succeeded: false, now: at(1_000_000)) }
            #expect(try await office.spool.signInState(of: officer, now: at(0)).lockedUntil == at(5))
            #expect(try await office.spool.signInState(of: officer, now: at(4)).lockedUntil == at(5))
            #expect(try await office.spool.signInState(of: officer, now: at(5)).lockedUntil == nil)
        }
    }

    @Test func `A new PIN ends a lock, and one officer's lock is not another's`() async throws {
        try await withOfficers { office, manager, officer in
            for _ in 1...5 { try await office.spool.recordSignIn(of: officer, succeeded: false, now: at(0)) }
            #expect(try await office.spool.signInState(of: manager, now: at(0)) == SignInState())
            try await office.spool.setPIN(of: officer, hash: "h4")
            #expect(try await office.spool.signInState(of: officer, now: at(0)) == SignInState())
            for strange in [0, 77] {
                await #expect(throws: SpoolError.self) { try await office.spool.signInState(of: strange) }
                await #expect(throws: SpoolError.self) { try await office.spool.setPIN(of: strange, hash: "h") }
                await #expect(throws: SpoolError.self) {
                    try await office.spool.recordSignIn(of: strange, succeeded: true)
                }
            }
        }
    }
}
