import Registry

/// The pages about stations, one beside another; none where the visitor may see one only.
struct StationsTabs: Sendable {
    enum Place: CaseIterable {
        case stations, tokens, settings

        var path: String {
            switch self {
            case .stations: "/stations"
            case .tokens: "/stations/tokens"
            case .settings: "/stations/settings"
            }
        }

        var name: Text {
            switch self {
            case .stations: Texts.stationsTitle
            case .tokens: Texts.tokensTitle
            case .settings: Texts.farSettingsTitle
            }
        }
    }

    struct Tab: Sendable {
        let path: String
        let name: String
        let isCurrent: Bool
    }

    let tabs: [Tab]

    init(_ current: Place, _ access: Access, _ language: Language) {
        tabs =
            access.allows(.manageStations)
            ? Place.allCases.map { Tab(path: $0.path, name: $0.name(language), isCurrent: $0 == current) } : []
    }
}
