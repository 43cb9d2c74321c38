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

    let tabs: [FrameView.Link]

    init(_ current: Place, _ access: Access, _ language: Language) {
        tabs =
            access.allows(.manageStations)
            ? Place.allCases.map {
                FrameView.Link(
                    name: $0.name(language), path: $0.path, isCurrent: $0 == current)
            } : []
    }
}
