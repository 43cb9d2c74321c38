/// The largest files accepted.
package enum ImportLimit {
    /// Bytes.
    package static let bytes = 8 << 20
    /// Rows beside the names of the columns.
    package static let rows = 50_000
    package static let columns = 64
}
