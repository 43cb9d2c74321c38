import SystemPackage

/// A program that runs on this PC.
struct ProcessEntry: Sendable, Hashable {
    let id: Int
    /// The program's name, of which the kernel keeps 15 characters.
    let name: String
}

extension Machine {
    /// Every program that runs.
    func processes() -> [ProcessEntry] {
        names(in: path("proc")).compactMap { Int($0) }.sorted().compactMap { id in
            text(path("proc/\(id)/comm")).map { ProcessEntry(id: id, name: $0) }
        }
    }

    /// The programs that have a file or socket open; of others' programs only root sees that.
    ///
    /// - Parameter target: a path, or `socket:[…]`.
    func holders(of target: String) -> [ProcessEntry] {
        processes().filter { process in
            let folder = path("proc/\(process.id)/fd")
            return names(in: folder).contains { self.target(of: folder.appending($0)) == target }
        }
    }

    /// The inode of the socket that listens on a loopback port; nil when none does.
    func listener(on port: Int) -> String? {
        for table in ["proc/net/tcp", "proc/net/tcp6"] {
            for line in (text(path(table)) ?? "").split(separator: "\n").dropFirst() {
                // Number, local address and port in hexadecimal, remote, state (0A listens), …, the tenth the inode.
                let fields = line.split(separator: " ")
                guard fields.count > 9, fields[3] == "0A",
                    let shown = fields[1].split(separator: ":").last.flatMap({ Int($0, radix: 16) }), shown == port
                else { continue }
                return String(fields[9])
            }
        }
        return nil
    }

    /// The process that holds a file's lock (`flock`); nil when none does.
    func lockHolder(of file: FilePath) -> Int? {
        guard let status = FileStatus(file) else { return nil }
        for line in (text(path("proc/locks")) ?? "").split(separator: "\n") {
            // `1: FLOCK ADVISORY WRITE 1234 08:01:131090 0 EOF`; who waits has `->` in the second place.
            let fields = line.split(separator: " ")
            if fields.count > 5, fields[1] == "FLOCK", fields[5] == status.lockName { return Int(fields[4]) }
        }
        return nil
    }
}
