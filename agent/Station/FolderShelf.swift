import FoundationEssentials
import Glibc
import SystemPackage

/// Where files of the watched folder go when they are done with.
struct FolderShelf: Sendable {
    enum Place: String, CaseIterable {
        /// Imported.
        case done
        case refused
    }

    private let folder: FilePath
    /// How long imported files stay.
    private let keeping: Duration

    init(_ folder: FilePath, keeping: Duration) {
        self.folder = folder
        self.keeping = keeping
    }

    /// Makes sure that files can be put away.
    func prepare() throws(WatchedFolderError) {
        guard unsafe access(folder.string, W_OK | X_OK) == 0 else { throw .readOnly }
        for place in Place.allCases {
            _ = unsafe mkdir(path(place).string, 0o700)
            guard unsafe access(path(place).string, W_OK | X_OK) == 0 else { throw .readOnly }
        }
    }

    /// Moves a file, under another name when its own is taken there.
    func put(_ file: FolderFile, _ place: Place) throws(WatchedFolderError) {
        let from = folder.appending(file.name)
        var to = path(place).appending(file.name)
        if FolderListing.look(at: file.name, in: path(place)) != nil {
            let name = file.name
            to = path(place).appending("\(name.stem) (\(file.id))" + (name.extension.map { ".\($0)" } ?? ""))
        }
        let isMoved = unsafe from.withPlatformString { from in
            unsafe to.withPlatformString { to in unsafe rename(from, to) == 0 }
        }
        guard isMoved else { throw .readOnly }
        // From now on its time says since when it is here.
        _ = unsafe to.withPlatformString { unsafe utimensat(AT_FDCWD, $0, nil, AT_SYMLINK_NOFOLLOW) }
    }

    /// Deletes imported files that have been here for long enough. Their pages are in the spool, or with the province.
    func sweep(now: Date = Date()) {
        let limit = Int(now.timeIntervalSince1970) - Int(keeping.components.seconds)
        for file in FolderListing.files(in: path(.done)) where file.changedAt / 1_000_000_000 < limit {
            _ = unsafe path(.done).appending(file.name).withPlatformString { unsafe unlink($0) }
        }
    }

    private func path(_ place: Place) -> FilePath { folder.appending(place.rawValue) }
}
