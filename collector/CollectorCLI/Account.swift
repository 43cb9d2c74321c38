import Glibc

/// Accounts of this machine.
enum Account {
    /// The person's account: behind `sudo`, the one that called it.
    static var current: String {
        if let caller = Settings.currentEnvironment()["SUDO_USER"], !caller.isEmpty { return caller }
        // The entry is copied before anything else can ask for another.
        guard let entry = unsafe getpwuid(getuid()) else { return "uid \(getuid())" }
        return unsafe String(cString: entry.pointee.pw_name)
    }
}
