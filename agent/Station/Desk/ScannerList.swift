import Scanning

/// The scanners of this PC as they were found last.
package actor ScannerList {
    private let finder: ScannerFinder
    private var known: [ScannerIdentity] = []

    package init(finder: ScannerFinder) {
        self.finder = finder
    }

    /// Searches when asked to, or when none was found yet.
    func list(refresh: Bool) async -> [ScannerIdentity] {
        if refresh || known.isEmpty { known = await finder.find() }
        return known
    }
}
