import SystemPackage

/// Whether another program has the scanner open, so that it is busy for us.
struct ScannerHolderCheck: Check {
    let name = "scanner_holder"

    /// Programs that open scanners of their own accord. The kernel cuts their names at 15 characters.
    private static let takers = ["colord-sane", "saned"]

    func findings(at station: Examination) async -> [Finding] {
        let machine = station.machine
        let own = machine.lockHolder(of: station.setup.data.appending("run.lock"))
        var findings: [Finding] = machine.usbScanners().flatMap { scanner in
            machine.holders(of: scanner.node.string).filter { $0.id != own && !$0.name.hasPrefix("sohoa-agent") }.map {
                .error(
                    "scanner_held", vi: "Máy quét \(scanner.name) đang bị \($0.name) (\($0.id)) giữ.",
                    en: "The scanner \(scanner.name) is held by \($0.name) (\($0.id)).", fix: Self.fix($0.name))
            }
        }
        if findings.isEmpty {
            findings = machine.processes().filter { Self.takers.contains($0.name) }.map {
                .warning(
                    "scanner_taker", vi: "\($0.name) (\($0.id)) đang chạy và có thể giữ máy quét.",
                    en: "\($0.name) (\($0.id)) runs and may hold a scanner.", fix: Self.fix($0.name))
            }
        }
        guard findings.isEmpty else { return findings }
        return [
            .ok(
                "scanner_holder", vi: "Không chương trình nào khác giữ máy quét.",
                en: "No other program holds a scanner.")
        ]
    }

    private static func fix(_ program: String) -> Finding.Fix {
        switch program {
        case "colord-sane":
            .init(
                vi: "Tắt: systemctl mask --now colord; rồi cắm lại máy quét.",
                en: "Switch it off: systemctl mask --now colord; then plug the scanner in again.")
        case "saned":
            .init(
                vi: "Tắt: systemctl disable --now saned.socket",
                en: "Switch it off: systemctl disable --now saned.socket")
        default:
            .init(vi: "Đóng chương trình \(program) rồi quét lại.", en: "Close \(program), then scan again.")
        }
    }
}
