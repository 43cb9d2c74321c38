import Registry

/// The pages about imported tables, one beside another.
struct ImportTabs: Sendable {
    enum Place: CaseIterable {
        case imports, approvals, baselines
    }

    struct Tab: Sendable {
        let path: String
        let name: String
        let isCurrent: Bool
    }

    /// Those that the visitor may see; none where there is no other to go to.
    let tabs: [Tab]

    /// - Parameter pending: batches that wait.
    init(_ current: Place, pending: Int, _ access: Access, _ language: Language) {
        guard access.allowsThroughout(.seeImports) else {
            tabs = []
            return
        }
        tabs = Place.allCases.map { place in
            switch place {
            case .imports: Tab(path: "/imports", name: Texts.tabImports(language), isCurrent: current == place)
            case .approvals:
                Tab(
                    path: "/approvals",
                    name: Texts.tabApprovals(language) + (pending == 0 ? "" : " (\(pending))"),
                    isCurrent: current == place)
            case .baselines: Tab(path: "/baselines", name: Texts.tabBaselines(language), isCurrent: current == place)
            }
        }
    }
}
