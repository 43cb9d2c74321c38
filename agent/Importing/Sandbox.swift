import CSandbox
import Scanning

/// What a worker gives up before it looks into a file, for good and for all that it starts.
///
/// Files come from anywhere, and decoders have had bugs that let a file run code. What such code could reach here is the
/// one file, and new files in the store, which nobody takes for a page before the station has asked for it.
struct Sandbox {
    /// Directories in which the worker may add files.
    var added: [String]
    /// Directories that it may read.
    var read: [String] = []
    /// For drawing PDF pages: programs of the system may be started, and read the system's files.
    var startsPrograms = false
    var memoryBytes: Int

    /// Bytes of a file that is written at most: a good deal more than a page may have.
    private static let fileBytes: UInt64 = 512 << 20

    /// Where programs, their libraries and fonts are.
    private static let system = [
        "/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/fonts", "/var/cache/fontconfig", "/dev/null",
        "/dev/urandom",
    ]

    /// Enters the sandbox.
    ///
    /// Landlock is the kernel's from 5.19 on; without it the other limits stand.
    ///
    /// - Parameter file: an open file that a program may open once more.
    func enter(file: Int32? = nil) throws(ScanFault) {
        guard csandbox_is_single_threaded() else { throw .file(.failed("threads")) }
        let rules = csandbox_rules_create()
        for path in added { unsafe csandbox_rules_allow(rules, path, CSANDBOX_ADD) }
        for path in read + (startsPrograms ? Self.system : []) {
            unsafe csandbox_rules_allow(rules, path, CSANDBOX_READ)
        }
        if let file { csandbox_rules_allow_file(rules, file) }
        guard csandbox_limit_memory(UInt64(memoryBytes), Self.fileBytes), csandbox_rules_enforce(rules),
            csandbox_filter_calls(startsPrograms)
        else { throw .file(.failed("sandbox")) }
    }

    /// Lets the worker compute for so many seconds more.
    static func allowComputing(seconds: Int) throws(ScanFault) {
        guard csandbox_limit_computing(UInt32(clamping: seconds)) else { throw .file(.failed("setrlimit")) }
    }
}
