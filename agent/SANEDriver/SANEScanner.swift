import CSANE
package import Scanning

/// An open scanner of SANE. The one owner of its handle, which is why it is safe outside.
@safe package struct SANEScanner: ~Copyable {
    package let identity: ScannerIdentity
    package private(set) var resolution: Int?
    package private(set) var areaWidth: Double?

    let handle: SANE_Handle
    /// What `configure` last set; the other sources are set from it.
    private var settings = ScanSettings()

    init(_ identity: ScannerIdentity) throws(ScanFault) {
        var opened: SANE_Handle?
        try unsafe check(sane_open(identity.name, &opened))
        guard let handle = unsafe opened else { throw .scanner(.invalid) }
        unsafe self.handle = handle
        self.identity = identity
    }

    deinit { unsafe sane_close(handle) }

    /// Sets the scanner, in the order that drivers need.
    ///
    /// - Returns: where pages will come from.
    package mutating func configure(_ settings: ScanSettings) throws(ScanFault) -> SourceChoice {
        self.settings = settings
        let choice = try SourceChoice(settings.source, options: options())
        try apply(OptionPlan(settings, source: choice.source))
        return choice
    }

    private mutating func apply(_ plan: OptionPlan) throws(ScanFault) {
        var current = options()
        for step in plan.steps {
            guard let change = try plan.change(for: step, options: current, resolution: statedResolution(current))
            else { continue }
            if try set(change) { current = options() }
        }
        resolution = statedResolution(current).map { Int($0.rounded()) }
        areaWidth = statedWidth(current)
    }

    private func statedResolution(_ options: [OptionDescription]) -> Double? {
        guard let option = OptionPlan.resolutionOption(in: options), let value = number(option), value >= 1 else {
            return nil
        }
        return value
    }

    private func statedWidth(_ options: [OptionDescription]) -> Double? {
        guard let (left, right) = OptionPlan.widthOptions(in: options), let from = number(left), let to = number(right),
            to > from
        else { return nil }
        return to - from
    }
}

extension SANEScanner: Scanner {
    package mutating func start() -> ScannerStatus { unsafe status(sane_start(handle)) }

    package mutating func layout() throws(ScannerStatus) -> FrameLayout {
        var raw = SANE_Parameters()
        let result = unsafe status(sane_get_parameters(handle, &raw))
        guard result == .good else { throw result }
        let formats: [SANE_Frame.RawValue: FrameFormat] = [
            SANE_FRAME_GRAY.rawValue: .grey, SANE_FRAME_RGB.rawValue: .colour, SANE_FRAME_RED.rawValue: .red,
            SANE_FRAME_GREEN.rawValue: .green, SANE_FRAME_BLUE.rawValue: .blue,
        ]
        guard let format = formats[raw.format.rawValue] else { throw .unsupported }
        return FrameLayout(
            format: format, isLast: raw.last_frame != SANE_FALSE, bytesPerLine: max(0, Int(raw.bytes_per_line)),
            pixelsPerLine: max(0, Int(raw.pixels_per_line)), lines: raw.lines < 0 ? nil : Int(raw.lines),
            depth: Int(raw.depth))
    }

    @unsafe package mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> (ScannerStatus, byteCount: Int) {
        var count: SANE_Int = 0
        // The driver fills at most the buffer's length, and keeps no pointer.
        let result = unsafe status(
            sane_read(
                handle, buffer.baseAddress?.assumingMemoryBound(to: SANE_Byte.self),
                SANE_Int(clamping: buffer.count), &count))
        return (result, min(max(0, Int(count)), buffer.count))
    }

    package mutating func useFlatbed() throws(ScanFault) {
        try apply(OptionPlan(settings, source: .flatbed))
    }

    package mutating func cancel() { unsafe sane_cancel(handle) }
}
