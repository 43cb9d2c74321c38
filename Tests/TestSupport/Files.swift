import FoundationEssentials
package import SystemPackage

/// Looks at directories.
package enum Files {
    /// Every regular file below `folder`.
    package static func below(_ folder: FilePath) throws -> [FilePath] {
        var found: [FilePath] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.string) {
            let path = folder.appending(name)
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path.string, isDirectory: &isFolder) else { continue }
            if isFolder { found += try below(path) } else { found.append(path) }
        }
        return found
    }
}
