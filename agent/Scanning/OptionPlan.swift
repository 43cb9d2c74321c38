import Dossiers

/// What to set on a scanner for some settings, step by step.
///
/// Pure: values in, values out. Setting one option can change the others, so each step is asked for with the options
/// as they are after the one before.
package struct OptionPlan: Sendable {
    private let settings: ScanSettings
    private let source: FeedSource

    package init(_ settings: ScanSettings, source: FeedSource) {
        self.settings = settings
        self.source = source
    }

    /// One thing to set.
    package enum Step: Sendable, Hashable {
        case source, bothSides, mode, depth, resolution, verticalResolution
        case extra(DriverOption)
        case pageWidth, pageHeight, left, top, right, bottom
    }

    /// The steps, in the order that drivers need: what decides about the others' ranges comes first.
    package var steps: [Step] {
        [.source, .bothSides, .mode, .depth, .resolution, .verticalResolution]
            + settings.extraOptions.map(Step.extra)
            + [.pageWidth, .pageHeight, .left, .top, .right, .bottom]
    }

    /// The change that `step` needs, if any. Usual options that are not there or not active are left alone.
    ///
    /// - Parameters:
    ///   - options: The options as they are now.
    ///   - resolution: What the scanner says its resolution is by now, for lengths in pixels.
    /// - Throws: `optionRefused` for an extra option that is not there, or does not take the value.
    package func change(for step: Step, options: [OptionDescription], resolution: Double?) throws(ScanFault)
        -> OptionChange?
    {
        let list = OptionList(options)
        switch step {
        case .source: return list.choose(OptionNames.source, sourceNames(list))
        case .bothSides: return bothSides(list)
        case .mode: return list.choose(OptionNames.mode, mode(list))
        case .depth: return depth(list)
        case .resolution: return list.nearest(OptionNames.resolution, Double(settings.resolution))
        case .verticalResolution:
            return list.nearest(OptionNames.verticalResolution, Double(settings.resolution))
        case .extra(let extra): return try extra.change(in: list)
        case .pageWidth: return length(settings.pageSize.width, of: OptionNames.pageWidth, list, resolution)
        case .pageHeight: return length(settings.pageSize.height, of: OptionNames.pageHeight, list, resolution)
        case .left: return length(0, of: ["tl-x"], list, resolution)
        case .top: return length(0, of: ["tl-y"], list, resolution)
        case .right: return length(settings.pageSize.width, of: ["br-x"], list, resolution)
        case .bottom: return length(settings.pageSize.height, of: ["br-y"], list, resolution)
        }
    }

    private func sourceNames(_ options: OptionList) -> ValueNames {
        switch source {
        case .flatbed: OptionNames.flatbed
        case .feeder: OptionNames.feeder
        case .duplex:
            // Without a source of that name, a switch beside the feeder turns the second side on.
            OptionNames.duplex.match(options.words(OptionNames.source)) == nil
                ? OptionNames.feeder : OptionNames.duplex
        }
    }

    private func bothSides(_ options: OptionList) -> OptionChange? {
        guard source != .flatbed, let option = options.find(OptionNames.bothSides) else { return nil }
        let wanted = source == .duplex
        switch option.kind {
        case .flag: return OptionChange(option, .flag(wanted))
        case .text:
            return options.choose(
                [option.name.lowercased()], wanted ? OptionNames.bothSidesOn : OptionNames.bothSidesOff)
        case .integer, .fixed, .other: return nil
        }
    }

    private func mode(_ options: OptionList) -> ValueNames {
        switch settings.colourMode {
        case .colour: OptionNames.colour
        case .grey: OptionNames.grey
        case .bilevel:
            OptionNames.bilevel.match(options.words(OptionNames.mode)) == nil ? OptionNames.grey : OptionNames.bilevel
        }
    }

    /// Eight bits, or one where black and white is not a mode of its own but a depth of the grey one.
    private func depth(_ options: OptionList) -> OptionChange? {
        let modes = options.words(OptionNames.mode)
        let isDepthOfGrey = settings.colourMode == .bilevel && OptionNames.bilevel.match(modes) == nil
        guard settings.colourMode != .bilevel || isDepthOfGrey, let option = options.find(OptionNames.depth),
            case .numbers(let offered) = option.constraint, offered.count > 1
        else { return nil }
        let wanted: Double = isDepthOfGrey ? 1 : 8
        return offered.contains(wanted) ? OptionChange(option, .number(wanted)) : nil
    }

    /// Sets a length given in millimetres, as far as the scanner reaches.
    private func length(
        _ millimetres: Double, of names: [String], _ options: OptionList, _ resolution: Double?
    ) -> OptionChange? {
        guard let option = options.find(names) else { return nil }
        if option.unit == .pixel {
            guard let resolution else { return nil }
            return options.nearest(names, (millimetres / 25.4 * resolution).rounded())
        }
        return options.nearest(names, millimetres)
    }
}

extension DriverOption {
    fileprivate func change(in options: OptionList) throws(ScanFault) -> OptionChange {
        guard let option = options.find([name.lowercased()]) else { throw .optionRefused(name) }
        switch option.kind {
        case .flag:
            guard let flag = ["yes": true, "true": true, "no": false, "false": false][value] else {
                throw .optionRefused(name)
            }
            return OptionChange(option, .flag(flag))
        case .integer, .fixed:
            guard let number = Double(value) else { throw .optionRefused(name) }
            return OptionChange(option, .number(number))
        case .text:
            return OptionChange(option, .text(value))
        case .other:
            throw .optionRefused(name)
        }
    }
}

extension OptionPlan {
    /// The option that tells the resolution really used, across.
    package static func resolutionOption(in options: [OptionDescription]) -> OptionDescription? {
        OptionList(options).findReadable(OptionNames.resolution)
    }

    /// The left and right edge of the scanned area, when the scanner counts them in millimetres.
    package static func widthOptions(in options: [OptionDescription]) -> (OptionDescription, OptionDescription)? {
        let list = OptionList(options)
        guard let left = list.findReadable(["tl-x"]), let right = list.findReadable(["br-x"]),
            left.unit == .millimetre, right.unit == .millimetre
        else { return nil }
        return (left, right)
    }
}
