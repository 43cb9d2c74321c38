/// The form of a name by which people look for it: without marks, without case, single spaces.
///
/// Gives for names in Vietnamese, in either normal form, what the collector's search key is. The agent carries no table
/// of all of Unicode's decompositions, so letters of other languages beyond Latin-1 keep their marks here.
package func plainName(_ name: String) -> String {
    var scalars = String.UnicodeScalarView()
    var isAfterSpace = true
    for scalar in name.unicodeScalars {
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
        for lower in scalar.properties.lowercaseMapping.unicodeScalars { scalars.append(bases[lower] ?? lower) }
    }
    if scalars.last == " " { scalars.removeLast() }
    return String(scalars)
}

/// The letters with marks of Vietnamese and of Latin-1, in lower case, and the letter each is without marks.
///
/// đ does not decompose; it stands here because people leave its bar out.
private let bases: [Unicode.Scalar: Unicode.Scalar] = {
    let families: [(base: Unicode.Scalar, marked: String)] = [
        ("a", "àáảãạăằắẳẵặâầấẩẫậäå"), ("c", "ç"), ("d", "đ"), ("e", "èéẻẽẹêềếểễệë"), ("i", "ìíỉĩịîï"), ("n", "ñ"),
        ("o", "òóỏõọôồốổỗộơờớởỡợö"), ("u", "ùúủũụưừứửữựûü"), ("y", "ỳýỷỹỵÿ"),
    ]
    var bases: [Unicode.Scalar: Unicode.Scalar] = [:]
    for family in families { for scalar in family.marked.unicodeScalars { bases[scalar] = family.base } }
    return bases
}()
