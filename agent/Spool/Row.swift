import CSQLite
import FoundationEssentials

/// A value bound to a statement.
enum SQLiteValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral {
    case null
    case integer(Int)
    case text(String)
    case blob(Data)

    init(integerLiteral value: Int) { self = .integer(value) }
    init(stringLiteral value: String) { self = .text(value) }
    init(nilLiteral: ()) { self = .null }
    init(_ value: Int?) { self = value.map(SQLiteValue.integer) ?? .null }
    init(_ value: String?) { self = value.map(SQLiteValue.text) ?? .null }
    init(_ value: Data?) { self = value.map(SQLiteValue.blob) ?? .null }
    init(_ value: Bool) { self = .integer(value ? 1 : 0) }
    init(_ value: Date) { self = .integer(Int(value.timeIntervalSince1970)) }

    /// Binds the value; SQLite keeps a copy, so nothing of Swift's need outlive the call.
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        // SQLITE_TRANSIENT: a destructor of -1 has SQLite copy the bytes before it returns.
        let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch self {
        case .null: return unsafe sqlite3_bind_null(statement, index)
        case .integer(let value): return unsafe sqlite3_bind_int64(statement, index, Int64(value))
        case .text(let value): return unsafe sqlite3_bind_text(statement, index, value, Int32(value.utf8.count), copied)
        case .blob(let value):
            return unsafe value.withUnsafeBytes { bytes in
                unsafe sqlite3_bind_blob64(
                    statement, index, bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1), UInt64(bytes.count), copied)
            }
        }
    }
}

/// The row a statement stands on; valid until the statement steps on.
@safe struct Row: ~Copyable {
    private let statement: OpaquePointer

    init(statement: OpaquePointer) { unsafe self.statement = statement }

    func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(statement, column) == SQLITE_NULL }

    func int(_ column: Int32) -> Int { unsafe Int(sqlite3_column_int64(statement, column)) }

    func optionalInt(_ column: Int32) -> Int? { isNull(column) ? nil : int(column) }

    func bool(_ column: Int32) -> Bool { int(column) != 0 }

    func date(_ column: Int32) -> Date { Date(timeIntervalSince1970: Double(int(column))) }

    func text(_ column: Int32) -> String {
        // SQLite's text is valid until the next step; the String copies it.
        guard let text = unsafe sqlite3_column_text(statement, column) else { return "" }
        return unsafe String(
            decoding: UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, column))),
            as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func blob(_ column: Int32) -> Data {
        guard let bytes = unsafe sqlite3_column_blob(statement, column) else { return Data() }
        return unsafe Data(bytes: bytes, count: Int(sqlite3_column_bytes(statement, column)))
    }

    func optionalBlob(_ column: Int32) -> Data? { isNull(column) ? nil : blob(column) }

    /// The text of a column as the value it stands for.
    ///
    /// - Throws: `SQLITE_CORRUPT` when it is none: a damaged file must not end the program, and with it every dossier.
    func value<Value: RawRepresentable<String>>(_ column: Int32) throws(SQLiteError) -> Value {
        guard let value = Value(rawValue: text(column)) else {
            throw SQLiteError(code: SQLITE_CORRUPT, message: "a record holds no \(Value.self)")
        }
        return value
    }
}
