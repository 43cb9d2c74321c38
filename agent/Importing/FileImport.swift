package import Scanning

/// Makes pages of a file, in a process that has nothing else to do and little it could do.
package struct FileImport: ~Copyable {
    private let job: ImportJob
    private var pages: PageMaker

    package init(_ job: ImportJob) {
        self.job = job
        pages = PageMaker(job)
    }

    /// Pages that are durable.
    package var pagesSaved: Int { pages.pagesSaved }

    /// Enters the sandbox for good, and makes pages of the whole file.
    ///
    /// - Parameters:
    ///   - sink: ready for pages: its directories are there.
    package mutating func run(
        sink: inout some PageSink & ~Copyable, observer: inout some ScanObserver & ~Copyable
    ) -> ScanEnding {
        do throws(ScanFault) {
            let file = try InputFile(job.path, limit: job.limits.fileBytes)
            let kind = try FileKind(file.read(at: 0, count: FileKind.headLength))
            try Sandbox(
                added: [job.store, job.previews], startsPrograms: kind == .pdf, memoryBytes: job.limits.memoryBytes
            ).enter(file: file.descriptor)
            try Sandbox.allowComputing(seconds: job.limits.secondsPerPage)
            try add(file, kind, &sink, &observer)
            try file.requireUnchanged()
            return .fileDone
        } catch {
            sink.discard()
            return error == .file(.cancelled) ? .cancelled : .fault(error)
        }
    }

    private mutating func add(
        _ file: borrowing InputFile, _ kind: FileKind, _ sink: inout some PageSink & ~Copyable,
        _ observer: inout some ScanObserver & ~Copyable
    ) throws(ScanFault) {
        switch kind {
        case .jpeg:
            var image = try JPEGImage(file)
            try pages.keep(file, &image, &sink, &observer)
        case .png:
            var image = try PNGImage(file)
            try pages.add(&image, &sink, &observer)
        case .tiff:
            try addImages(of: file, &sink, &observer)
        case .pdf:
            try drawPages(of: file, &sink, &observer)
        }
    }

    private mutating func addImages(
        of file: borrowing InputFile, _ sink: inout some PageSink & ~Copyable,
        _ observer: inout some ScanObserver & ~Copyable
    ) throws(ScanFault) {
        let limit = job.limits.pages
        var images = try TIFFImages(file, most: limit + 1)
        guard images.count <= limit else { throw .file(.tooManyPages(limit: limit)) }
        for index in 0..<images.count where try images.select(index) {
            try pages.add(&images, &sink, &observer)
        }
        guard pages.pagesSaved > 0 else { throw .file(.damaged) }
    }

    private mutating func drawPages(
        of file: borrowing InputFile, _ sink: inout some PageSink & ~Copyable,
        _ observer: inout some ScanObserver & ~Copyable
    ) throws(ScanFault) {
        let pdf = try PDFPages(file, limits: job.limits)
        for page in 1...pdf.info.pages {
            let program = try pdf.draw(page, of: file)
            // A page is drawn whole before its first byte comes.
            while !program.hasOutput(milliseconds: 200) {
                if observer.isCancelled() { throw .file(.cancelled) }
            }
            var image = try PNMImage(program, resolution: PDFPages.resolution)
            try pages.add(&image, &sink, &observer)
        }
    }
}
