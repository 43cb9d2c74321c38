package import Dossiers

/// What one account or system may do, and where.
package struct Access: Sendable, Hashable {
    /// The offices that it reaches.
    package enum Reach: Sendable, Hashable {
        case province
        /// An office and all below it.
        case offices(Set<SiteID>)

        /// Whether a baseline for `scope` is within it. Levels, and authorities that are no offices, are the province's
        /// to see.
        package func covers(_ scope: Baseline.Scope) -> Bool {
            if case .site(let id) = scope { return covers(.offices([id])) }
            return self == .province
        }

        /// Whether all of `other` is within it.
        package func covers(_ other: Reach) -> Bool {
            switch (self, other) {
            case (.province, _): true
            case (.offices, .province): false
            case (.offices(let own), .offices(let others)): others.isSubset(of: own)
            }
        }
    }

    package let permissions: Set<Permission>
    package let reach: Reach

    /// What an account of that role may do.
    package init(role: Role, reach: Reach) { self.init(permissions: role.permissions, reach: reach) }

    package init(permissions: Set<Permission>, reach: Reach) {
        self.permissions = permissions
        self.reach = reach
    }

    /// Whether it has `permission` anywhere.
    package func allows(_ permission: Permission) -> Bool {
        permissions.contains(permission) && (!permission.isProvincial || reach == .province)
    }

    /// Whether it has `permission` at `site`.
    package func allows(_ permission: Permission, at site: SiteID) -> Bool {
        allows(permission) && reach.covers(.offices([site]))
    }

    /// Whether it has `permission` for the province as a whole.
    package func allowsThroughout(_ permission: Permission) -> Bool { allows(permission) && reach == .province }

    /// Whether the account may make, change or disable one with `reach`: never beyond its own.
    package func mayManageAccount(reaching reach: Reach) -> Bool {
        allows(.manageAccounts) && self.reach.covers(reach)
    }
}

extension SiteRecords {
    /// What an account limited to `scope` reaches on `day`; nil is the whole province.
    package func reach(of scope: SiteID?, on day: CalendarDay) -> Access.Reach {
        scope.map { .offices(subtree(of: $0, on: day)) } ?? .province
    }

    /// `root` and every office below it on `day`. One that is closed, or does not yet exist, stands where it stood last
    /// or will stand first.
    package func subtree(of root: SiteID, on day: CalendarDay) -> Set<SiteID> {
        var children: [SiteID: [SiteID]] = [:]
        for (id, facts) in facts {
            let fact = site(id, on: day) ?? facts.last { $0.validFrom <= day } ?? facts.first
            if let parent = fact?.parent { children[parent, default: []].append(id) }
        }
        var found: Set<SiteID> = [root]
        var waiting = [root]
        while let next = waiting.popLast() {
            // A ring of parents, which imports refuse, would end here too.
            for child in children[next] ?? [] where found.insert(child).inserted { waiting.append(child) }
        }
        return found
    }
}
