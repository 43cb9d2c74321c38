import CSANE
import Scanning

extension SANEScanner {
    /// The options as they are now.
    func options() -> [OptionDescription] {
        // Option 0 is the number of options, itself among them. The network driver fetches its options when it is asked
        // for the description of one, and knows no values before.
        var count: SANE_Int = 0
        guard unsafe sane_get_option_descriptor(handle, 0) != nil,
            unsafe sane_control_option(handle, 0, SANE_ACTION_GET_VALUE, &count, nil) == SANE_STATUS_GOOD, count > 1
        else { return [] }
        var found: [OptionDescription] = []
        for index in 1..<Int(count) {
            if let option = describe(index) { found.append(option) }
        }
        return found
    }

    private func describe(_ index: Int) -> OptionDescription? {
        // The descriptor belongs to the driver; what is needed of it is copied.
        guard let option = unsafe sane_get_option_descriptor(handle, SANE_Int(index)) else { return nil }
        let isSingle =
            unsafe option.pointee.type == SANE_TYPE_STRING
            || option.pointee.size == SANE_Int(MemoryLayout<SANE_Word>.size)
        return unsafe OptionDescription(
            index: index, name: text(option.pointee.name), kind: kind(option.pointee.type),
            unit: unit(option.pointee.unit), constraint: constraint(option),
            isUsable: csane_option_is_active(option) != SANE_FALSE && csane_option_is_settable(option) != SANE_FALSE
                && isSingle)
    }

    private func kind(_ type: SANE_Value_Type) -> OptionKind {
        switch type {
        case SANE_TYPE_BOOL: .flag
        case SANE_TYPE_INT: .integer
        case SANE_TYPE_FIXED: .fixed
        case SANE_TYPE_STRING: .text
        default: .other
        }
    }

    private func unit(_ unit: SANE_Unit) -> OptionUnit {
        switch unit {
        case SANE_UNIT_NONE: .none
        case SANE_UNIT_PIXEL: .pixel
        case SANE_UNIT_MM: .millimetre
        default: .other
        }
    }

    private func constraint(_ option: UnsafePointer<SANE_Option_Descriptor>) -> OptionConstraint {
        let isFixed = unsafe option.pointee.type == SANE_TYPE_FIXED
        func value(_ word: SANE_Word) -> Double { isFixed ? csane_unfix(word) : Double(word) }
        if let range = unsafe csane_option_range(option) {
            let (least, most) = unsafe (value(range.pointee.min), value(range.pointee.max))
            return least <= most ? .range(least...most) : .none
        }
        if let words = unsafe csane_option_words(option) {
            // The first word is the count of those that follow.
            return unsafe .numbers((0..<max(0, Int(words[0]))).map { unsafe value(words[$0 + 1]) })
        }
        if var next = unsafe csane_option_strings(option) {
            var texts: [String] = []
            while let string = unsafe next.pointee {
                unsafe texts.append(text(string))
                unsafe next += 1
            }
            return .texts(texts)
        }
        return .none
    }

    /// The number that an option has now.
    func number(_ option: OptionDescription) -> Double? {
        var word: SANE_Word = 0
        guard
            unsafe sane_control_option(handle, SANE_Int(option.index), SANE_ACTION_GET_VALUE, &word, nil)
                == SANE_STATUS_GOOD
        else { return nil }
        return option.kind == .fixed ? csane_unfix(word) : Double(word)
    }

    /// Sets an option.
    ///
    /// - Returns: whether the other options have to be looked at again.
    /// - Throws: `optionRefused` when the driver does not take the value.
    func set(_ change: OptionChange) throws(ScanFault) -> Bool {
        var info: SANE_Int = 0
        let result: SANE_Status
        switch change.value {
        case .flag(let flag):
            var word = SANE_Bool(flag ? SANE_TRUE : SANE_FALSE)
            result = unsafe control(change.option, &word, &info)
        case .number(let number):
            var word = change.option.kind == .fixed ? csane_fix(number) : SANE_Word(number.rounded())
            result = unsafe control(change.option, &word, &info)
        case .text(let text):
            result = try setText(text, change.option, &info)
        }
        guard result == SANE_STATUS_GOOD else {
            if case .invalid = status(result) { throw .optionRefused(change.option.name) }
            throw .scanner(status(result))
        }
        // An inexact value is read back where it matters, when all is set; what it changed beside it shows here.
        return info & (SANE_INFO_RELOAD_OPTIONS | SANE_INFO_INEXACT) != 0
    }

    private func setText(_ text: String, _ option: OptionDescription, _ info: inout SANE_Int) throws(ScanFault)
        -> SANE_Status
    {
        guard let descriptor = unsafe sane_get_option_descriptor(handle, SANE_Int(option.index)) else {
            throw .optionRefused(option.name)
        }
        // A driver may write a string as long as the option's size into the buffer.
        var buffer = [CChar](repeating: 0, count: max(1, Int(unsafe descriptor.pointee.size)))
        let bytes = Array(text.utf8)
        guard bytes.count < buffer.count else { throw .optionRefused(option.name) }
        for (index, byte) in bytes.enumerated() { buffer[index] = CChar(bitPattern: byte) }
        return unsafe buffer.withUnsafeMutableBytes { unsafe control(option, $0.baseAddress!, &info) }
    }

    private func control(_ option: OptionDescription, _ value: UnsafeMutableRawPointer, _ info: inout SANE_Int)
        -> SANE_Status
    {
        unsafe sane_control_option(handle, SANE_Int(option.index), SANE_ACTION_SET_VALUE, value, &info)
    }
}
