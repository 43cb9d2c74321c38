import FoundationEssentials
package import SystemPackage

/// The sample pages of the repository: A4 at 200 dpi, colour, JPEG. `Pages/README.md` says what each one shows.
package enum SamplePages {
    /// The folder that holds them.
    package static let folder: FilePath = FilePath(#filePath).removingLastComponent().appending("Pages")

    /// The files, in the order of their numbers.
    package static func files() throws -> [FilePath] {
        try FileManager.default.contentsOfDirectory(atPath: folder.string)
            .filter { $0.hasSuffix(".jpg") }
            .sorted()
            .map { folder.appending($0) }
    }
}
