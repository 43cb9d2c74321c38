import Registry

/// The pages about imported tables, one beside another.
struct ImportTabs: Sendable {
    enum Place: CaseIterable {
        case imports, approvals, baselines
    }

    /// Those that the visitor may see; none where there is no other to go to.
    let tabs: [FrameView.Link]

    /// - Parameter pending: batches that wait.
    init(_ current: Place, pending: Int, _ access: Access, _ language: Language) {
        guard access.allowsThroughout(.seeImports) else {
            tabs = []
            return
        }
        tabs = Place.allCases.map { place in
            switch place {
            case .imports:
                FrameView.Link(
                    name: Texts.tabImports(language), path: "/imports", isCurrent: current == place)
            case .approvals:
                FrameView.Link(
                    name: Texts.tabApprovals(language) + (pending == 0 ? "" : " (\(pending))"), path: "/approvals",
                    isCurrent: current == place)
            case .baselines:
                FrameView.Link(
                    name: Texts.tabBaselines(language), path: "/baselines", isCurrent: current == place)
            }
        }
    }
}
