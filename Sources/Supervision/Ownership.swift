import Glibc
package import SystemPackage

/// Who works on a service's data.
package enum Ownership {
    /// Makes an administrator's command work as the account that `directory` belongs to.
    ///
    /// What root made there, a key or a page, the service could not read. Nothing happens for anybody else than root,
    /// for a directory of root's, and for one that is not there.
    package static func assume(of directory: FilePath) throws(OwnershipError) {
        var status = stat()
        guard geteuid() == 0, unsafe stat(directory.string, &status) == 0, status.st_uid != 0 else { return }
        var group = status.st_gid
        var isInItsGroups = false
        // The entry is the library's own until its next call, which is after its use.
        if let account = unsafe getpwuid(status.st_uid) {
            group = unsafe account.pointee.pw_gid
            // With the groups that the account is in, for instance that of scanners.
            isInItsGroups = unsafe initgroups(account.pointee.pw_name, group) == 0
        } else {
            isInItsGroups = unsafe setgroups(1, &group) == 0
        }
        guard isInItsGroups, setgid(group) == 0, setuid(status.st_uid) == 0 else {
            throw OwnershipError(directory: directory, account: status.st_uid, cause: Errno(rawValue: errno))
        }
    }
}

/// A directory whose owner this process cannot become.
package struct OwnershipError: Error, CustomStringConvertible {
    let directory: FilePath
    let account: uid_t
    let cause: Errno

    package var description: String {
        "\(directory) belongs to the account \(account), and this command cannot work as it (\(cause)); run it as that "
            + "account"
    }
}
