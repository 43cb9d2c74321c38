import Glibc
package import SystemPackage

/// Folders that are there as a whole or not at all.
package enum DurableFolder {
    /// Makes a folder at `path` that holds what `fill` puts into the folder it is given.
    ///
    /// `mkdir(tmp)` → `fill`, which writes with `DurableFile` and makes its folders with `DurableFile.createDirectory`, so
    /// that everything in `tmp` is durable → `rename(tmp, path)` → `fsync(parent)`. When `fill` throws, `tmp` is removed.
    ///
    /// - Throws: `system(EEXIST)` when there is something at `path` already.
    package static func make(_ path: FilePath, _ fill: (FilePath) throws -> Void) throws {
        // A path may end with a slash.
        let path = path.lexicallyNormalized()
        guard unsafe access(path.string, F_OK) != 0 else {
            throw ContentStoreError.system(.fileExists, operation: "mkdir", path: path)
        }
        let temporary = DurableFile.temporary(beside: path)
        try Directory.create(temporary)
        do {
            try fill(temporary)
            // Between the look and this a folder can have been made; one with anything in it is not replaced.
            try Directory.rename(temporary, to: path)
        } catch {
            try? remove(temporary)
            throw error
        }
        try Directory.sync(path.removingLastComponent())
    }

    private static func remove(_ folder: FilePath) throws(ContentStoreError) {
        for name in try Directory.names(in: folder) {
            let path = folder.appending(name)
            if unsafe unlink(path.string) != 0 { try remove(path) }
        }
        _ = unsafe rmdir(folder.string)
    }
}
