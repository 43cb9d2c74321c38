package import Dossiers
import Glibc
package import SystemPackage

/// What is made small of pages, by the digest of the page. It may be lost at any time: it is made again from the page.
package struct PreviewStore: Sendable {
    /// The sizes that are kept.
    package enum Size: String, Sendable, CaseIterable {
        /// For a strip of pages.
        case thumbnail = "thumb"
        /// For the screen.
        case screen = "preview"
        /// Where the ink lies, for telling papers that were scanned twice; no image file.
        case ink

        fileprivate var ending: String { self == .ink ? "ink" : "\(rawValue).jpg" }
    }

    package let directory: FilePath

    /// - Parameter directory: where they are, or are to be; made when the first one is kept.
    package init(directory: FilePath) {
        self.directory = directory
    }

    /// Makes the directory (mode 0700) where there is none.
    package func createDirectory() { _ = unsafe mkdir(directory.string, 0o700) }

    /// Keeps a file; one that cannot be kept is no error.
    package func keep(_ bytes: [UInt8], _ size: Size, of page: ContentDigest) {
        createDirectory()
        let temporary = directory.appending("tmp.\(getpid()).\(page.rawValue).\(size.rawValue)")
        do {
            let file = try FileDescriptor.open(
                temporary, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: [.ownerReadWrite])
            try file.closeAfter { _ = try file.writeAll(bytes) }
            guard unsafe rename(temporary.string, path(size, of: page).string) == 0 else {
                throw Errno(rawValue: errno)
            }
        } catch {
            _ = unsafe unlink(temporary.string)
        }
    }

    /// The file, or nil when it has to be made again.
    package func read(_ size: Size, of page: ContentDigest) -> [UInt8]? {
        guard let bytes = try? DurableFile.read(path(size, of: page), limit: 16 << 20), !bytes.isEmpty else {
            return nil
        }
        return bytes
    }

    /// Removes what unfinished writes left. To be called when nothing is being written.
    package func sweepTemporaries() {
        for name in (try? Directory.names(in: directory)) ?? [] where name.hasPrefix("tmp.") {
            _ = unsafe unlink(directory.appending(name).string)
        }
    }

    /// Deletes what is kept of a page.
    package func delete(_ page: ContentDigest) {
        for size in Size.allCases { _ = unsafe unlink(path(size, of: page).string) }
    }

    private func path(_ size: Size, of page: ContentDigest) -> FilePath {
        directory.appending("\(page.rawValue).\(size.ending)")
    }
}
