package import Dossiers

/// What a worker says, one JSON object a line.
package enum WorkerMessage: Codable, Sendable, Hashable {
    /// All drivers are asked for their scanners, which takes its time where they ask the network.
    case searching
    /// The scanner is open and set.
    case opened(scanner: ScannerIdentity, source: FeedSource)
    /// The scanner asks for patience.
    case waiting(ScannerStatus)
    /// A page begins; `source` can differ from the one opened when an empty feeder gave way to the glass.
    case pageStarted(number: Int, source: FeedSource)
    /// Bytes have come from the scanner or out of the file, this many for the page so far.
    case progress(byteCount: Int)
    /// A page is durable. The worker goes on when it has read `WorkerRequest.saved`.
    case pageSaved(ScannedPage)
    /// The last line of every run that ends by itself. Of a scan it comes before the scanner is let go of.
    case ended(ScanEnding, pagesSaved: Int)
}

/// What the worker is told on its standard input, one JSON object a line, the job first. The end of the input cancels.
package enum WorkerRequest: Codable, Sendable, Hashable {
    case scan(ScanJob)
    case importFile(ImportJob)
    case renderPreviews(PreviewJob)
    /// The page of this number is in the spool.
    case saved(number: Int)
    case cancel
}

/// A scan to be done.
package struct ScanJob: Codable, Sendable, Hashable {
    package var settings: ScanSettings
    /// Directory of the content store that takes the pages.
    package var store: String
    /// Directory for `DIGEST.thumb.jpg` and `DIGEST.preview.jpg`.
    package var previews: String

    package init(settings: ScanSettings, store: String, previews: String) {
        self.settings = settings
        self.store = store
        self.previews = previews
    }
}

/// A file to be made pages of.
package struct ImportJob: Codable, Sendable, Hashable {
    /// Where the file is, from the root on.
    package var path: String
    /// Directory of the content store that takes the pages.
    package var store: String
    /// Directory for `DIGEST.thumb.jpg` and `DIGEST.preview.jpg`.
    package var previews: String
    package var limits: ImportLimits

    package init(path: String, store: String, previews: String, limits: ImportLimits = ImportLimits()) {
        self.path = path
        self.store = store
        self.previews = previews
        self.limits = limits
    }
}

/// Stored pages of which the small images are to be made again.
package struct PreviewJob: Codable, Sendable, Hashable {
    package var pages: [ContentDigest]
    /// Directory of the content store that has the pages.
    package var store: String
    /// Directory for `DIGEST.thumb.jpg` and `DIGEST.preview.jpg`.
    package var previews: String

    package init(pages: [ContentDigest], store: String, previews: String) {
        self.pages = pages
        self.store = store
        self.previews = previews
    }
}
