/// Where the paper comes from, once it is decided what the scanner has.
package enum FeedSource: String, Codable, Sendable, Hashable {
    case flatbed
    case feeder
    case duplex

    /// Pages of one sheet.
    package var sidesPerSheet: Int { self == .duplex ? 2 : 1 }
}

/// The source that is used for the one asked for.
package struct SourceChoice: Sendable, Hashable {
    package var source: FeedSource
    /// The glass may be used when the feeder turns out to be empty.
    package var mayFallBackToFlatbed: Bool

    /// Decides from the options of an open scanner.
    ///
    /// A scanner that says nothing of sources is taken at the caller's word; left to `automatic` it is a flatbed,
    /// because asking a flatbed for the next page would scan the same one for ever.
    ///
    /// - Throws: `noSuchSource` when the scanner names its sources and this is none of them.
    package init(_ wanted: ScanSource, options: [OptionDescription]) throws(ScanFault) {
        let options = OptionList(options)
        let sources = options.words(OptionNames.source)
        let hasFlatbed = OptionNames.flatbed.match(sources) != nil
        let hasFeeder = OptionNames.feeder.match(sources) != nil
        let hasDuplex = OptionNames.duplex.match(sources) != nil
        switch wanted {
        case .flatbed:
            guard sources.isEmpty || hasFlatbed else { throw .noSuchSource(wanted) }
            source = .flatbed
        case .feeder:
            guard sources.isEmpty || hasFeeder else { throw .noSuchSource(wanted) }
            source = .feeder
        case .duplex:
            let canSwitch = options.find(OptionNames.bothSides) != nil && (sources.isEmpty || hasFeeder)
            guard hasDuplex || canSwitch else { throw .noSuchSource(wanted) }
            source = .duplex
        case .automatic:
            source = hasFeeder ? .feeder : .flatbed
        }
        mayFallBackToFlatbed = wanted == .automatic && source == .feeder && hasFlatbed
    }
}
