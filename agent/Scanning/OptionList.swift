/// A scanner's options, with the ways to look for one and to choose a value that it takes.
struct OptionList {
    private let options: [OptionDescription]

    init(_ options: [OptionDescription]) {
        self.options = options
    }

    /// The first usable option with one of these names, in the order of the names.
    func find(_ names: [String]) -> OptionDescription? {
        for name in names {
            if let found = options.first(where: { $0.isUsable && $0.name.lowercased() == name }) { return found }
        }
        return nil
    }

    /// The first number with one of these names, whether or not it can be set.
    func findReadable(_ names: [String]) -> OptionDescription? {
        for name in names {
            if let found = options.first(where: { $0.name.lowercased() == name && $0.kind.isNumber }) { return found }
        }
        return nil
    }

    /// The words that the option offers; empty when there is no such option, or it takes any.
    func words(_ names: [String]) -> [String] {
        guard let option = find(names), case .texts(let offered) = option.constraint else { return [] }
        return offered
    }

    /// Sets a word, unless the option offers no such one, or no choice (some drivers refuse even their only value).
    func choose(_ names: [String], _ wanted: ValueNames) -> OptionChange? {
        let offered = words(names)
        guard let option = find(names), offered.count > 1, let value = wanted.match(offered) else { return nil }
        return OptionChange(option, .text(value))
    }

    /// Sets a number: itself, or the nearest that the option takes, a larger one rather than a smaller.
    func nearest(_ names: [String], _ wanted: Double) -> OptionChange? {
        guard let option = find(names), option.kind.isNumber else { return nil }
        switch option.constraint {
        case .numbers(let offered):
            guard offered.count > 1 else { return nil }
            let value = offered.filter { $0 >= wanted }.min() ?? offered.max() ?? wanted
            return OptionChange(option, .number(value))
        case .range(let range):
            return OptionChange(option, .number(min(max(wanted, range.lowerBound), range.upperBound)))
        case .none, .texts:
            return OptionChange(option, .number(wanted))
        }
    }
}
