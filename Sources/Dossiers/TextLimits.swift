/// Whether `text` can be kept as one field of a record: 1 to `limit` characters (Unicode scalars) without control characters.
///
/// Pasted text and scanned barcodes carry tabs, line ends and worse; they would break lists, CSV files and terminals.
package func isField(_ text: String, limit: Int) -> Bool {
    var count = 0
    for scalar in text.unicodeScalars {
        count += 1
        if count > limit || scalar.properties.generalCategory == .control { return false }
    }
    return count > 0
}

/// The longest texts accepted, in Unicode scalars.
package enum TextLimit {
    package static let code = 64
    package static let name = 200
    package static let number = 100
}
