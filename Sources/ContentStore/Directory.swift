import Glibc
import SystemPackage

/// Directory operations, with durability where a name must survive a power cut.
enum Directory {
    /// Makes the directory (mode 0700) and makes its name durable; one that exists is fine.
    static func create(_ path: FilePath) throws(ContentStoreError) {
        if unsafe mkdir(path.string, 0o700) == 0 {
            try sync(path.removingLastComponent())
        } else if errno == EEXIST {
            // Who made it may have been cut off before its name was durable. The parent may be none of ours to open.
            try? sync(path.removingLastComponent())
        } else {
            throw .system(Errno(rawValue: errno), operation: "mkdir", path: path)
        }
    }

    /// Makes the directories `names` (mode 0700) in `parent`, and their names durable; those that exist are fine.
    static func create(_ names: [String], in parent: FilePath) throws(ContentStoreError) {
        for name in names where unsafe mkdir(parent.appending(name).string, 0o700) != 0 && errno != EEXIST {
            throw .system(Errno(rawValue: errno), operation: "mkdir", path: parent.appending(name))
        }
        try sync(parent)
    }

    /// Makes the directory's entries durable.
    static func sync(_ path: FilePath) throws(ContentStoreError) {
        let place = path.isEmpty ? FilePath(".") : path
        let file = unsafe open(place.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw .system(Errno(rawValue: errno), operation: "open", path: place) }
        defer { close(file) }
        syncOrStop(file, path: place)
    }

    static func rename(_ from: FilePath, to: FilePath) throws(ContentStoreError) {
        guard unsafe Glibc.rename(from.string, to.string) == 0 else {
            throw .system(Errno(rawValue: errno), operation: "rename", path: to)
        }
    }

    /// Gives the file `path` a second name.
    ///
    /// - Returns: false when there is a file of that name already.
    static func link(_ path: FilePath, to second: FilePath) throws(ContentStoreError) -> Bool {
        if unsafe Glibc.link(path.string, second.string) == 0 { return true }
        if errno == EEXIST { return false }
        throw .system(Errno(rawValue: errno), operation: "link", path: second)
    }

    /// - Returns: false when there was no such file.
    static func unlink(_ path: FilePath) throws(ContentStoreError) -> Bool {
        if unsafe Glibc.unlink(path.string) == 0 { return true }
        if errno == ENOENT { return false }
        throw .system(Errno(rawValue: errno), operation: "unlink", path: path)
    }

    /// The names in the directory, without `.` and `..`.
    static func names(in path: FilePath) throws(ContentStoreError) -> [String] {
        guard let stream = unsafe opendir(path.string) else {
            throw .system(Errno(rawValue: errno), operation: "opendir", path: path)
        }
        // The stream is this function's own until closedir.
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while true {
            // Only errno tells the end from a failure.
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                if errno == 0 { return names }
                throw .system(Errno(rawValue: errno), operation: "readdir", path: path)
            }
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }
}

/// Size of a regular file.
struct Metadata {
    let size: Int

    init(of path: FilePath) throws(ContentStoreError) {
        var status = stat()
        guard unsafe stat(path.string, &status) == 0 else {
            throw .system(Errno(rawValue: errno), operation: "stat", path: path)
        }
        size = Int(status.st_size)
    }
}
