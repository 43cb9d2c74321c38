package import Dossiers
package import Exchange
import Foundation

/// A line of the catalogue of procedures: one paper of one procedure.
package struct CatalogueEntry: Sendable, Hashable {
    package var procedure: String
    package var procedureName: String
    /// Code of the kind of paper.
    package var type: String
    package var name: String
    package var role: DocumentRole
    package var isCompulsory: Bool

    package init(
        procedure: String, procedureName: String, type: String, name: String, role: DocumentRole, isCompulsory: Bool
    ) {
        self.procedure = procedure
        self.procedureName = procedureName
        self.type = type
        self.name = name
        self.role = role
        self.isCompulsory = isCompulsory
    }
}

extension [CatalogueEntry] {
    /// The procedures that the lines make up, by code, each with its papers in the order of the lines.
    package var procedures: [Procedure] {
        var byCode: [OpaqueText: Procedure] = [:]
        for entry in self {
            let paper = ProcedurePaper(
                type: entry.type, name: entry.name, role: entry.role, isCompulsory: entry.isCompulsory)
            byCode[
                OpaqueText(entry.procedure),
                default: Procedure(code: entry.procedure, name: entry.procedureName, papers: [])
            ].papers.append(paper)
        }
        return byCode.sorted { $0.key < $1.key }.map(\.value)
    }

    /// That stations could not be told of the catalogue; nil where they can.
    package var excess: CatalogueTooLarge? {
        // Procedures are plain values that always encode.
        let byteLength = try! Wire.encode(procedures).count
        return byteLength <= CatalogueTooLarge.limit ? nil : CatalogueTooLarge(byteLength: byteLength)
    }
}

/// What an import did to the catalogue, in procedures.
package struct CatalogueChanges: Sendable, Hashable {
    /// Codes.
    package var added: [String]
    /// Codes of those whose name or papers changed.
    package var changed: [String]
    /// Codes.
    package var removed: [String]
    /// How many were there already.
    package var unchanged: Int

    package init(from former: [Procedure], to current: [Procedure]) {
        let known = Dictionary(uniqueKeysWithValues: former.map { (OpaqueText($0.code), $0.bytes) })
        let given = Dictionary(uniqueKeysWithValues: current.map { (OpaqueText($0.code), $0.bytes) })
        added = given.keys.filter { known[$0] == nil }.sorted().map(\.text)
        removed = known.keys.filter { given[$0] == nil }.sorted().map(\.text)
        let staying = given.filter { known[$0.key] != nil }
        changed = staying.filter { known[$0.key] != $0.value }.keys.sorted().map(\.text)
        unchanged = staying.count - changed.count
    }

    /// Whether there is anything to write.
    var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty }

    var auditText: String {
        [("added", added), ("changed", changed), ("removed", removed)].map { word, codes in
            let named = codes.prefix(20).joined(separator: " ") + (codes.count > 20 ? " …" : "")
            return "\(codes.count) \(word)" + (codes.isEmpty ? "" : " (\(named))")
        }.joined(separator: ", ") + ", \(unchanged) there already"
    }
}

/// A catalogue that stations could not be told of, as it is too long for one answer.
package struct CatalogueTooLarge: Error, Sendable, Hashable, CustomStringConvertible {
    /// Bytes in which stations would get it.
    package var byteLength: Int

    /// The most bytes: those of a briefing, less room for what it holds beside the catalogue.
    package static let limit = Briefing.maximumByteLength - (64 << 10)

    package var description: String {
        "the catalogue has \(byteLength) bytes as stations would get it, and \(Self.limit) are the limit; nothing was "
            + "imported. Leave out procedures that no one-stop shop of the province takes"
    }
}

extension Procedure {
    /// What is compared: `==` of texts does not tell a composed letter from a decomposed one.
    fileprivate var bytes: Data {
        // A procedure is plain values: it always encodes.
        try! Wire.encode(self)
    }
}
