/// What a file may cost at most. Real papers stay far below; what is above is a mistake or an attack.
package struct ImportLimits: Codable, Sendable, Hashable {
    /// Bytes of the file: 200 MiB.
    package var fileBytes = 200 << 20
    /// Pixels of a page: an A0 plan at 200 dpi has 62 million.
    package var pixels = 200_000_000
    /// Pixels of a page across or down.
    package var side = 30_000
    /// Pages of a PDF or TIFF file.
    package var pages = 500
    /// Seconds of computing for a page.
    package var secondsPerPage = 60
    /// Bytes of memory for the worker, and as many for the program that draws a page of a PDF file.
    package var memoryBytes = 1 << 30

    package init() {}
}
