import Dossiers
package import FoundationEssentials

/// The officers of the station.
extension Spool {
    /// Adds an officer.
    ///
    /// - Parameters:
    ///   - name: account name: letters without marks, digits, `.`, `-`, `_`, `@`; at most 64.
    ///   - pinHash: what `pinHash(of:)` gives back; the spool does not know how it is made.
    /// - Returns: the officer's identity.
    @discardableResult
    package func addOfficer(
        name: String, displayName: String, role: OfficerRole, pinHash: String
    ) throws(SpoolError) -> Int {
        try Self.check(accountName: name)
        try Self.check(displayName, "display name", TextLimit.name)
        return try write {
            let known = try database.row("SELECT 1 FROM officer WHERE name = ?", .text(name)) {
                row throws(SQLiteError) in true
            }
            guard known == nil else { throw SpoolError.officerExists(name: name) }
            try database.run(
                "INSERT INTO officer (name, displayName, role, pinHash) VALUES (?, ?, ?, ?)", .text(name),
                .text(displayName), .text(role.rawValue), .text(pinHash))
            return database.lastInsertedID
        }
    }

    /// Every officer, also those who are not active, in the order in which they were added.
    package func officers() throws(SpoolError) -> [Officer] {
        try read {
            try database.rows("SELECT id, name, displayName, role, isActive FROM officer ORDER BY id") {
                row throws(SQLiteError) in
                Officer(
                    id: row.int(0), name: row.text(1), displayName: row.text(2), role: try row.value(3),
                    isActive: row.bool(4))
            }
        }
    }

    /// Changes an officer.
    ///
    /// - Throws: `SpoolError.lastManager` when no active manager would be left.
    package func setOfficer(
        _ id: Int, displayName: String, role: OfficerRole, isActive: Bool
    ) throws(SpoolError) {
        try Self.check(displayName, "display name", TextLimit.name)
        try write {
            let isManager = "role = 'manager' AND isActive"
            let was = try database.row("SELECT \(isManager) FROM officer WHERE id = ?", .integer(id)) {
                row throws(SQLiteError) in row.bool(0)
            }
            guard let was else { throw SpoolError.officerNotFound }
            try database.run(
                "UPDATE officer SET displayName = ?, role = ?, isActive = ? WHERE id = ?", .text(displayName),
                .text(role.rawValue), .init(isActive), .integer(id))
            let managers = try database.row("SELECT count(*) FROM officer WHERE \(isManager)") {
                row throws(SQLiteError) in row.int(0)
            }
            if was, managers == 0 { throw SpoolError.lastManager }
        }
    }

    /// Gives an officer another PIN, and ends a lock.
    package func setPIN(of id: Int, hash: String) throws(SpoolError) {
        try write {
            let count = try database.run(
                "UPDATE officer SET pinHash = ?, failures = 0, lockedUntil = NULL WHERE id = ?", .text(hash),
                .integer(id))
            guard count == 1 else { throw SpoolError.officerNotFound }
        }
    }

    /// The hash of an active officer's PIN.
    ///
    /// - Throws: `SpoolError.officerNotFound`, also for one who is not active.
    package func pinHash(of id: Int) throws(SpoolError) -> String {
        try read {
            let hash = try database.row("SELECT pinHash FROM officer WHERE id = ? AND isActive", .integer(id)) {
                row throws(SQLiteError) in row.text(0)
            }
            guard let hash else { throw SpoolError.officerNotFound }
            return hash
        }
    }

    /// Where an officer's attempts to sign in stand.
    package func signInState(of id: Int, now: Date = Date()) throws(SpoolError) -> SignInState {
        try changeSignIn(of: id) { $0.settled(at: now) }
    }

    /// Counts an attempt to sign in.
    ///
    /// - Returns: the state then. When it is locked, the officer does not get in, whatever the PIN was.
    @discardableResult
    package func recordSignIn(of id: Int, succeeded: Bool, now: Date = Date()) throws(SpoolError) -> SignInState {
        try changeSignIn(of: id) { $0.after(success: succeeded, at: now) }
    }

    private func changeSignIn(of id: Int, _ change: (SignInState) -> SignInState) throws(SpoolError) -> SignInState {
        try write {
            let stored = try database.row("SELECT failures, lockedUntil FROM officer WHERE id = ?", .integer(id)) {
                row throws(SQLiteError) in
                SignInState(
                    failures: row.int(0),
                    lockedUntil: row.optionalInt(1).map { Date(timeIntervalSince1970: Double($0)) })
            }
            guard let stored else { throw SpoolError.officerNotFound }
            let state = change(stored)
            guard state != stored else { return state }
            try database.run(
                "UPDATE officer SET failures = ?, lockedUntil = ? WHERE id = ?", .integer(state.failures),
                state.lockedUntil.map { SQLiteValue($0) } ?? .null, .integer(id))
            return state
        }
    }

    /// Whether `name` can be an account name.
    package static func isAccountName(_ name: String) -> Bool { (try? check(accountName: name)) != nil }

    private static func check(accountName name: String) throws(SpoolError) {
        let others = Set(".-_@".utf8)
        let isGood = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) && byte < 0x80 && byte >= 0x41
                || others.contains(byte)
        }
        guard isGood, (1...TextLimit.code).contains(name.utf8.count) else {
            throw .unacceptable(
                field: "name",
                reason: "must have 1 to \(TextLimit.code) letters without marks, digits, dots, hyphens or underscores",
                kind: .accountName)
        }
    }
}
