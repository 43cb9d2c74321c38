import Scanning

/// The scanners of this PC as they were found last.
package actor ScannerList {
    private let finder: ScannerFinder
    /// Without a search; none before the first.
    private(set) var known: [ScannerIdentity] = []
    private var search: Task<[ScannerIdentity], Never>?

    package init(finder: ScannerFinder) {
        self.finder = finder
    }

    /// Searches when asked to, or when none was found yet; all who ask meanwhile get the same answer.
    ///
    /// - Parameter isScanning: then nothing is searched: some drivers open a scanner to list it.
    func list(refresh: Bool, isScanning: Bool) async -> [ScannerIdentity] {
        if isScanning || !refresh && !known.isEmpty { return known }
        let task = search ?? Task { [finder] in await finder.find() }
        search = task
        known = await task.value
        search = nil
        return known
    }
}
