/// An open scanner that is set to scan.
package protocol Scanner: ~Copyable {
    /// As the driver names it.
    var identity: ScannerIdentity { get }

    /// The resolution that it really scans with, across, in pixels per inch; nil when it does not tell.
    var resolution: Int? { get }

    /// Width of the scanned area in millimetres, when the scanner tells.
    var areaWidth: Double? { get }

    /// Starts the next frame, feeding a sheet where there is a feeder.
    mutating func start() -> ScannerStatus

    /// How the started frame is laid out.
    mutating func layout() throws(ScannerStatus) -> FrameLayout

    /// Reads some of the frame's bytes.
    ///
    /// - Returns: a status, and how many bytes were filled in.
    @unsafe mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> (ScannerStatus, byteCount: Int)

    /// Sets the glass as the source, after an empty feeder.
    mutating func useFlatbed() throws(ScanFault)

    /// Ends the scan, whatever its state.
    mutating func cancel()
}
