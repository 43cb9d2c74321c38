import Foundation

/// The form of a name by which people look for it: without marks, without case, single spaces.
///
/// NFD, combining marks dropped, đ and Đ (which do not decompose) to d, lower case, spaces collapsed. Names themselves
/// are kept as received.
package func searchKey(of name: String) -> String {
    var scalars = String.UnicodeScalarView()
    var isAfterSpace = true
    for scalar in name.decomposedStringWithCanonicalMapping.unicodeScalars {
        if scalar.properties.isWhitespace {
            if !isAfterSpace { scalars.append(" ") }
            isAfterSpace = true
            continue
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: continue
        default: break
        }
        isAfterSpace = false
        if scalar == "đ" || scalar == "Đ" {
            scalars.append("d")
        } else {
            scalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }
    if scalars.last == " " { scalars.removeLast() }
    return String(scalars)
}
