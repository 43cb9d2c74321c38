import Foundation
package import Registry

/// Why a password is not taken. Length is what counts (NIST SP 800-63B, 3.1.1.2); no rules of digits and signs.
package enum PasswordWeakness: Error, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case tooShort
    case tooLong
    case isUsername
    case oneCharacter

    package static let shortest = 10
    package static let longest = 200

    /// What keeps `password` from being the one of `username`; nil when nothing does.
    package static func of(_ password: String, for username: Username) -> PasswordWeakness? {
        let composed = password.precomposedStringWithCanonicalMapping.unicodeScalars
        if composed.count < shortest { return .tooShort }
        if composed.count > longest { return .tooLong }
        if password.lowercased() == username.rawValue { return .isUsername }
        return Set(composed).count == 1 ? .oneCharacter : nil
    }

    package var description: String {
        switch self {
        case .tooShort: "the password must have at least \(Self.shortest) characters"
        case .tooLong: "the password may have at most \(Self.longest) characters"
        case .isUsername: "the password must not be the username"
        case .oneCharacter: "the password must not be one character repeated"
        }
    }
}
