import SystemPackage

/// The port of the officer's page: the station's, and nobody else's.
struct PortCheck: Check {
    let name = "port"

    func findings(at station: Examination) async -> [Finding] {
        let port = station.setup.listenPort
        guard port != 0 else {
            return [.ok("port_any", vi: "Trang quét dùng cổng bất kỳ.", en: "The officer's page takes any port.")]
        }
        guard let socket = station.machine.listener(on: port) else {
            return [
                .ok(
                    "port_free", vi: "Cổng \(port) của trang quét đang trống.",
                    en: "The port \(port) of the officer's page is free.")
            ]
        }
        let holders = station.machine.holders(of: "socket:[\(socket)]")
        let own = station.machine.lockHolder(of: station.setup.data.appending("run.lock"))
        if own != nil, holders.isEmpty || holders.contains(where: { $0.id == own }) {
            return [
                .ok(
                    "port", vi: "Trang quét: http://127.0.0.1:\(port)/",
                    en: "The officer's page is at http://127.0.0.1:\(port)/")
            ]
        }
        let who = holders.map { "\($0.name) (\($0.id))" }.joined(separator: ", ")
        return [
            .error(
                "port_taken",
                vi: "Cổng \(port) của trang quét bị chương trình khác chiếm: \(who.isEmpty ? "không rõ" : who).",
                en:
                    "The port \(port) of the officer's page is taken by another program: "
                    + "\(who.isEmpty ? "unknown; ask as root" : who).",
                fix: .init(
                    vi:
                        "Dừng chương trình đó, hoặc đặt \"listen-port\" khác trong /etc/sohoa/agent.json "
                        + "rồi: systemctl restart sohoa-agent",
                    en:
                        "Stop that program, or set another \"listen-port\" in /etc/sohoa/agent.json and: "
                        + "systemctl restart sohoa-agent"
                ))
        ]
    }
}
