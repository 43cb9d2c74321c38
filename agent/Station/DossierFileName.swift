package import Dossiers
package import SystemPackage

/// The name of a file that says which dossier it belongs to: the code, and perhaps `-N` for its place among several.
package struct DossierFileName: Sendable, Hashable, Comparable {
    package let code: DossierCode
    /// 0 without one.
    package let number: Int

    /// Nil when the name is another one.
    package init?(_ name: FilePath.Component) {
        let stem = name.stem
        if let code = DossierCode(rawValue: stem) {
            self.code = code
            number = 0
            return
        }
        guard let dash = stem.lastIndex(of: "-"), let code = DossierCode(rawValue: String(stem[..<dash])),
            stem[dash...].dropFirst().allSatisfy({ "0"..."9" ~= $0 }), let number = Int(stem[dash...].dropFirst())
        else { return nil }
        self.code = code
        self.number = number
    }

    package static func < (a: DossierFileName, b: DossierFileName) -> Bool {
        (a.code, a.number) < (b.code, b.number)
    }
}
