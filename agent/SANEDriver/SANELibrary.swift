import CSANE
package import Scanning

/// The SANE library of this process, from its start to its end. One at a time.
package struct SANELibrary: ~Copyable {
    /// Starts SANE, which reads its configuration now.
    package init() throws(ScanFault) {
        var version: SANE_Int = 0
        try unsafe check(sane_init(&version, nil))
    }

    deinit { sane_exit() }

    /// All scanners that the configured drivers find. Can take several seconds where the network is searched.
    package borrowing func scanners() throws(ScanFault) -> [ScannerIdentity] {
        var list: UnsafeMutablePointer<UnsafePointer<SANE_Device>?>?
        try unsafe check(sane_get_devices(&list, SANE_Bool(SANE_FALSE)))
        var found: [ScannerIdentity] = []
        // The list belongs to SANE, ends with NULL, and stays until the next call; every entry is copied.
        guard var next = unsafe list else { return [] }
        while let device = unsafe next.pointee {
            unsafe found.append(
                ScannerIdentity(
                    name: text(device.pointee.name), vendor: text(device.pointee.vendor),
                    model: text(device.pointee.model), type: text(device.pointee.type)))
            unsafe next += 1
        }
        return found
    }

    /// Opens the scanner that is meant.
    ///
    /// The name is tried first, because a search can be slow. When there is nothing under it, as after a USB scanner
    /// was plugged in again, the scanner is looked for by what stays the same.
    ///
    /// - Parameter searching: called before a search.
    /// - Throws: `noScanner` when it is not there; `scanner` when it is, and cannot be opened.
    package borrowing func open(
        _ wanted: ScannerSelection, searching: () -> Void = {}
    ) throws(ScanFault) -> SANEScanner {
        if let name = wanted.name {
            let known = ScannerIdentity(name: name, vendor: wanted.vendor ?? "", model: wanted.model ?? "", type: "")
            do {
                return try SANEScanner(known)
            } catch .scanner(.invalid) where !wanted.canBeDetectedAgain {
                throw .noScanner
            } catch .scanner(let status) where wanted.canBeDetectedAgain && [.invalid, .ioError].contains(status) {
                searching()
                guard let present = wanted.match(among: try scanners()), present.name != name else { throw .noScanner }
                return try SANEScanner(present)
            } catch {
                throw error
            }
        }
        searching()
        guard let present = wanted.match(among: try scanners()) else { throw .noScanner }
        return try SANEScanner(present)
    }
}

/// A C string of SANE's, copied; empty for NULL.
func text(_ string: SANE_String_Const?) -> String {
    unsafe string.map { unsafe String(cString: $0) } ?? ""
}

/// The status of a SANE call. A number that no version of SANE knows counts as a failed transfer.
func status(_ raw: SANE_Status) -> ScannerStatus {
    ScannerStatus(rawValue: Int32(bitPattern: raw.rawValue)) ?? .ioError
}

/// Throws unless a SANE call succeeded.
func check(_ raw: SANE_Status) throws(ScanFault) {
    let status = status(raw)
    guard status == .good else { throw .scanner(status) }
}
