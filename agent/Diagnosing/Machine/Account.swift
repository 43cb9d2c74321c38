import Glibc
import SystemPackage

/// Somebody on this PC whose rights count: user and groups.
package struct Account: Sendable, Hashable {
    package let name: String
    package let user: UInt32
    package let groups: Set<UInt32>

    package init(name: String, user: UInt32, groups: Set<UInt32>) {
        self.name = name
        self.user = user
        self.groups = groups
    }

    /// The account that the packaged service runs under.
    package static let serviceName = "sohoa-agent"

    /// The service's account where root asks and there is one; else whoever runs this program.
    ///
    /// Root may do everything; what matters is what the service may.
    package static var ofService: Account {
        if geteuid() == 0, let service = Account(named: serviceName) { return service }
        var groups = [gid_t](repeating: 0, count: 256)
        let count = unsafe getgroups(Int32(groups.count), &groups)
        return Account(
            name: "uid \(geteuid())", user: geteuid(), groups: Set(groups.prefix(max(0, Int(count)))).union([getegid()])
        )
    }

    private init?(named name: String) {
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        // The entry points into the buffer, which outlives its use here.
        guard unsafe getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, unsafe found != nil else {
            return nil
        }
        var groups = [gid_t](repeating: 0, count: 256)
        var count = Int32(groups.count)
        guard unsafe getgrouplist(name, entry.pw_gid, &groups, &count) >= 0 else { return nil }
        self.init(name: name, user: unsafe entry.pw_uid, groups: Set(groups.prefix(Int(count))))
    }

    /// Whether the account may read and write what has this owner, group and mode.
    func mayUse(_ status: FileStatus) -> Bool {
        if user == 0 { return true }
        if status.owner == user { return status.mode & 0o600 == 0o600 }
        if groups.contains(status.group) { return status.mode & 0o060 == 0o060 }
        return status.mode & 0o006 == 0o006
    }
}

/// Owner, group and mode of a file.
struct FileStatus: Sendable, Hashable {
    let owner: UInt32
    let group: UInt32
    let mode: UInt32
    /// Device and inode, as `/proc/locks` writes them.
    let lockName: String

    /// Nil where there is no such file, or it may not be looked at.
    init?(_ path: FilePath) {
        var status = stat()
        guard unsafe stat(path.string, &status) == 0 else { return nil }
        (owner, group, mode) = (status.st_uid, status.st_gid, status.st_mode & 0o7777)
        let device = UInt64(status.st_dev)
        // The kernel's own split of a device number (makedev(3)).
        let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
        let minor = device & 0xFF | (device >> 12) & ~0xFF
        lockName = Self.hex(major) + ":" + Self.hex(minor) + ":\(status.st_ino)"
    }

    private static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return digits.utf8.count < 2 ? "0" + digits : digits
    }
}
