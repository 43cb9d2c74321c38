import SystemPackage

/// A USB device that is a scanner, as the kernel and udev know it.
struct USBScanner: Sendable, Hashable {
    /// Vendor and product, as the device names itself, or their numbers.
    let name: String
    /// Its folder in `/sys`.
    let folder: FilePath
    /// Its device node, which a driver opens.
    let node: FilePath
}

extension Machine {
    /// The USB scanners that are plugged in: what SANE's udev rules have marked, and still-image devices.
    func usbScanners() -> [USBScanner] {
        let devices = path("sys/bus/usb/devices")
        return names(in: devices).compactMap { name in
            let folder = devices.appending(name)
            guard let bus = number(folder, "busnum"), let device = number(folder, "devnum") else { return nil }
            // The device's minor number, by which udev names its record (Linux, Documentation/admin-guide/devices.txt).
            let record = path("run/udev/data/c189:\((bus - 1) * 128 + device - 1)")
            let isMarked = text(record)?.contains("libsane_matched=yes") ?? false
            guard isMarked || hasStillImageInterface(folder, name) else { return nil }
            let words = ["manufacturer", "product"].compactMap { text(folder.appending($0)) }
            let numbers = ["idVendor", "idProduct"].compactMap { text(folder.appending($0)) }.joined(separator: ":")
            return USBScanner(
                name: words.isEmpty ? numbers : words.joined(separator: " "), folder: folder,
                node: path("dev/bus/usb/\(padded(bus))/\(padded(device))"))
        }
    }

    private func hasStillImageInterface(_ folder: FilePath, _ name: String) -> Bool {
        names(in: folder).contains {
            $0.hasPrefix("\(name):") && text(folder.appending($0).appending("bInterfaceClass")) == "06"
        }
    }

    private func number(_ folder: FilePath, _ name: String) -> Int? { text(folder.appending(name)).flatMap { Int($0) } }

    private func padded(_ number: Int) -> String {
        String(repeating: "0", count: max(0, 3 - "\(number)".utf8.count)) + "\(number)"
    }
}
