import Mustache
import Progress

/// A report as a page that prints in the official form of an administrative document: one file, nothing from outside.
package struct ReportPage {
    private let published: PublishedReport
    private let heading: ReportHeading

    package init(_ published: PublishedReport, heading: ReportHeading) {
        self.published = published
        self.heading = heading
    }

    /// The page in HTML.
    package func html() -> String {
        // The page's templates are there and are right: a test renders them.
        Self.library.render(ReportView(published, heading), withTemplate: "report")!
    }

    private static let library: MustacheLibrary = {
        var library = MustacheLibrary()
        for (name, bytes) in [
            ("report", PackageResources.report_mustache), ("table", PackageResources.table_mustache),
        ] {
            // Checked when the tests render the page.
            try! library.register(String(decoding: bytes, as: UTF8.self), named: name)
        }
        return library
    }()
}
