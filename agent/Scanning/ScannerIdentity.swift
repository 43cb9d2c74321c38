/// A scanner as its driver names it.
package struct ScannerIdentity: Codable, Sendable, Hashable {
    /// The driver's name for the connection, which changes when a USB scanner is plugged in again.
    package var name: String
    package var vendor: String
    package var model: String
    /// For people, such as "flatbed scanner".
    package var type: String

    package init(name: String, vendor: String, model: String, type: String) {
        self.name = name
        self.vendor = vendor
        self.model = model
        self.type = type
    }

    /// Vendor, model and name, as a page's record states it.
    package var summary: String {
        let known = [vendor, model].filter { !$0.isEmpty }.joined(separator: " ")
        return known.isEmpty ? name : "\(known) (\(name))"
    }
}

/// Which scanner to use. What is nil may be anything.
package struct ScannerSelection: Codable, Sendable, Hashable {
    package var name: String?
    package var vendor: String?
    package var model: String?
    /// Looked for inside the name, where drivers that know it put it.
    package var serial: String?

    package init(name: String? = nil, vendor: String? = nil, model: String? = nil, serial: String? = nil) {
        self.name = name
        self.vendor = vendor
        self.model = model
        self.serial = serial
    }

    /// Whether another connection of the scanner can be recognised when its name has changed.
    package var canBeDetectedAgain: Bool {
        name == nil || vendor != nil || model != nil || serial != nil
    }

    /// The scanner meant, among those present: by name, or else by what stays the same when the name changes.
    package func match(among present: [ScannerIdentity]) -> ScannerIdentity? {
        if let exact = present.first(where: { $0.name == name }) { return exact }
        guard canBeDetectedAgain else { return nil }
        return present.first {
            (vendor == nil || $0.vendor == vendor) && (model == nil || $0.model == model)
                && (serial.map($0.name.contains) ?? true)
        }
    }
}
