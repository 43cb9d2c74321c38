package import Scanning

/// Makes the small images of stored pages again, in a process of its own: a stored page can be a stranger's file.
package enum PreviewImages {
    /// Enters the sandbox for good.
    package static func prepare(_ job: PreviewJob) throws(ScanFault) {
        try Sandbox(added: [job.previews], read: [job.store], memoryBytes: ImportLimits().memoryBytes).enter()
    }

    /// The small images of a stored page.
    ///
    /// - Parameter path: of its file in the store.
    package static func make(
        of path: String, observer: inout some ScanObserver & ~Copyable
    ) throws(ScanFault) -> PagePreviews {
        let limits = ImportLimits()
        try Sandbox.allowComputing(seconds: limits.secondsPerPage)
        let file = try InputFile(path, limit: limits.fileBytes)
        var image = try JPEGImage(file)
        return try PageMaker.previews(of: &image, &observer).previews
    }
}
