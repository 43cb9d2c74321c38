package import Dossiers

/// A named set of scan settings, so that officers choose by paper and not by numbers.
package enum ScanProfile: String, Codable, Sendable, CaseIterable {
    /// Papers with seals and signatures: 200 dpi, 24-bit colour, the least the rules ask for.
    case standard
    /// Small print and worn papers: 300 dpi, colour.
    case fine
    /// Plain text without seals: 200 dpi, grey.
    case text

    /// Resolution in pixels per inch, colours, and JPEG quality.
    package var values: (resolution: Int, colourMode: ColourMode, quality: Int) {
        switch self {
        case .standard: (200, .colour, 80)
        case .fine: (300, .colour, 80)
        case .text: (200, .grey, 75)
        }
    }
}
