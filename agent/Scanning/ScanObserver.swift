/// Follows a scan as it goes, and can stop it.
package protocol ScanObserver: ~Copyable {
    /// Whether the user wants to stop. Asked between reads.
    mutating func isCancelled() -> Bool

    /// The scanner asks for patience.
    mutating func waiting(_ status: ScannerStatus)

    /// A page begins.
    mutating func pageStarted(number: Int, source: FeedSource)

    /// So many bytes of the page have come so far.
    mutating func progress(byteCount: Int)

    /// A page is durable. Returns when the scanner may be asked for the next.
    mutating func pageSaved(_ page: ScannedPage) throws(ScanFault)
}
