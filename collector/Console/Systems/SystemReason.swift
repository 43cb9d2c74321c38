import HTTPTypes

/// Why a system opens a dossier: the field `Sohoa-Reason`, percent-encoded UTF-8 (RFC 3986, 2.1), for header fields hold
/// no Vietnamese.
enum SystemReason {
    /// In characters.
    static let longest = 200

    /// - Throws: a problem where there is none, or none of that form.
    static func text(in headers: HTTPFields) throws(ProblemAnswer) -> String {
        guard let field = headers[.sohoaReason], let reason = decoded(field) else { throw .reasonRequired }
        let scalars = reason.unicodeScalars
        guard scalars.contains(where: { !$0.properties.isWhitespace }), scalars.count <= longest,
            !scalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw .reasonRequired }
        return reason
    }

    private static func decoded(_ field: String) -> String? {
        var bytes: [UInt8] = []
        var rest = Substring(field).utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = [rest.popFirst(), rest.popFirst()].compactMap { digit in
                digit.flatMap { Character(UnicodeScalar($0)).hexDigitValue }
            }
            guard digits.count == 2 else { return nil }
            bytes.append(UInt8(digits[0] << 4 | digits[1]))
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
