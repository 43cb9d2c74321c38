package import FoundationEssentials
package import Scanning

/// A whole file in the watched folder that waits to be imported.
package struct InboxFile: Sendable, Hashable, Identifiable {
    /// Says nothing of the name, and changes with the file.
    package let id: String
    /// To be shown to the officer alone: names can be personal.
    package let name: String
    package let byteLength: Int
    /// When it came into the folder, or was last written to there.
    package let arrivedAt: Date
}

/// Something that happened in the watched folder. Nothing in it is personal.
package enum FolderEvent: Sendable, Hashable {
    /// The list of files is another one.
    case inboxChanged
    /// A file that was named after a dossier went into it by itself, with so many pages.
    case imported(pages: Int)
    /// A file that was named after a dossier was refused.
    case refused(ImportFault)
}
