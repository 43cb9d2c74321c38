import Glibc

/// How many files and connections this process may have open.
enum FileLimit {
    /// Raises the limit as far as the system lets it: each connection and each upload in use needs one, and the usual
    /// soft limit of 1024 is meant for programs that still use `select`.
    static func raise() {
        var limit = rlimit()
        // RLIMIT_NOFILE is an enumeration in C and a plain number in the calls.
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(files, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        // Where it is not allowed, the former limit holds.
        _ = unsafe setrlimit(files, &limit)
    }
}
