package import Dossiers

/// What to scan with, from where, and how.
package struct ScanSettings: Codable, Sendable, Hashable {
    package var scanner: ScannerSelection
    package var source: ScanSource
    /// Pixels per inch asked for; the scanner may deliver others, and those are recorded.
    package var resolution: Int
    package var colourMode: ColourMode
    /// Quality of the stored JPEG, 1 to 100, on libjpeg's scale.
    package var quality: Int
    package var pageSize: PageSize
    /// Pages after which the scan ends although there may be more paper; nil for all.
    package var pageLimit: Int?
    /// Options of this very driver, set in this order after the resolution, as `name` and value.
    package var extraOptions: [DriverOption]

    /// The defaults are the rule for papers with red seals: 200 dpi, 24-bit colour.
    package init(
        scanner: ScannerSelection = ScannerSelection(), source: ScanSource = .automatic, resolution: Int = 200,
        colourMode: ColourMode = .colour, quality: Int = 80, pageSize: PageSize = .a4, pageLimit: Int? = nil,
        extraOptions: [DriverOption] = []
    ) {
        self.scanner = scanner
        self.source = source
        self.resolution = resolution
        self.colourMode = colourMode
        self.quality = quality
        self.pageSize = pageSize
        self.pageLimit = pageLimit
        self.extraOptions = extraOptions
    }
}

/// Where the paper lies.
package enum ScanSource: String, Codable, Sendable, Hashable, CaseIterable {
    /// The glass: one page.
    case flatbed
    /// The feeder, front sides only.
    case feeder
    /// The feeder, both sides.
    case duplex
    /// The feeder when the scanner has one with paper in it, otherwise the glass.
    case automatic
}

/// An option of one driver beside those that every scanner has.
package struct DriverOption: Codable, Sendable, Hashable {
    /// The driver's own name of the option, such as `df-action`.
    package var name: String
    /// `yes` or `no`, a number, or one of the option's words.
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// The area to scan, from the top left corner of the glass or feeder.
package struct PageSize: Codable, Sendable, Hashable {
    /// Millimetres.
    package var width: Double
    /// Millimetres.
    package var height: Double

    package init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    package static let a3 = PageSize(width: 297, height: 420)
    package static let a4 = PageSize(width: 210, height: 297)
    package static let a5 = PageSize(width: 148, height: 210)
    /// All that the scanner can see.
    package static let maximum = PageSize(width: 10_000, height: 10_000)
}
