/// Which versions are at work here.
struct VersionCheck: Check {
    let name = "versions"

    func findings(at station: Examination) async -> [Finding] {
        let system = station.machine.operatingSystem ?? "Linux"
        let kernel = station.machine.text(station.machine.path("proc/sys/kernel/osrelease")) ?? "?"
        return [
            .ok(
                "versions", vi: "sohoa-agent \(station.setup.version), \(system), nhân \(kernel)",
                en: "sohoa-agent \(station.setup.version), \(system), kernel \(kernel)")
        ]
    }
}

extension Machine {
    /// What the system calls itself: `Debian GNU/Linux 12 (bookworm)`.
    package var operatingSystem: String? {
        let lines = text(path("etc/os-release"))?.split(separator: "\n") ?? []
        return lines.first { $0.hasPrefix("PRETTY_NAME=") }
            .map { String($0.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" }) }
    }
}
