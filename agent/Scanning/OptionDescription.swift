/// One option of a scanner, as its driver describes it at the moment.
package struct OptionDescription: Sendable, Hashable {
    /// The driver's number of the option.
    package var index: Int
    package var name: String
    package var kind: OptionKind
    package var unit: OptionUnit
    package var constraint: OptionConstraint
    /// Active and settable by software, and of a single value.
    package var isUsable: Bool

    package init(
        index: Int, name: String, kind: OptionKind, unit: OptionUnit = .none, constraint: OptionConstraint = .none,
        isUsable: Bool = true
    ) {
        self.index = index
        self.name = name
        self.kind = kind
        self.unit = unit
        self.constraint = constraint
        self.isUsable = isUsable
    }
}

/// The kind of an option's value.
package enum OptionKind: Sendable, Hashable {
    case flag
    case integer
    /// A fixed-point number.
    case fixed
    case text
    /// Buttons and headings, which have no value.
    case other

    /// Whether the value is a number.
    var isNumber: Bool { self == .integer || self == .fixed }
}

/// The unit of an option's number, where it matters here.
package enum OptionUnit: Sendable, Hashable {
    case none
    case pixel
    case millimetre
    case other
}

/// The values that an option takes.
package enum OptionConstraint: Sendable, Hashable {
    case none
    case range(ClosedRange<Double>)
    case numbers([Double])
    case texts([String])
}

/// A value of an option.
package enum OptionValue: Sendable, Hashable {
    case flag(Bool)
    case number(Double)
    case text(String)
}

/// A value to be set.
package struct OptionChange: Sendable, Hashable {
    package var option: OptionDescription
    package var value: OptionValue

    package init(_ option: OptionDescription, _ value: OptionValue) {
        self.option = option
        self.value = value
    }
}
