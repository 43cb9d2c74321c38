import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Progress
import Registry

/// The catalogue of procedures: read, and put in the place of the one that is known.
struct SystemProcedureRoutes: Sendable {
    let gate: SystemGate

    var endpoints: [Endpoint] {
        let get = gate.endpoint("/procedures", needs: nil, list)
        let put = gate.endpoint("/procedures", needs: .importTables, method: .put, replace)
        return [Endpoint(get.path, get.handlers.merging(put.handlers) { own, _ in own })]
    }

    private struct Catalogue: Codable { let procedures: [Procedure] }

    private struct Changes: Encodable {
        let added: [String]
        let changed: [String]
        let removed: [String]
        let unchanged: Int
    }

    @concurrent
    private func list(_ ask: SystemAsk) async throws -> Response {
        _ = try SystemQuery(ask.request)
        let procedures = try await ask.registry.perform { registry throws(RegistryError) in
            try registry.procedures()
        }
        return ask.json(Catalogue(procedures: procedures))
    }

    /// Why a catalogue is not taken.
    private enum Refusal: Error {
        case tooLarge(CatalogueTooLarge)
        /// It is another by now than the one that was to be replaced.
        case changedMeanwhile
    }

    /// By the rules of `procedure import`: JSON is made into the rows of such a file. With `If-Match` only in the place
    /// of the catalogue that has this tag, looked at where it is written.
    @concurrent
    private func replace(_ ask: SystemAsk) async throws -> Response {
        _ = try SystemQuery(ask.request)
        let mediaType = ask.request.headers[.contentType]?.split(separator: ";").first?.lowercased()
        let limit = gate.limits.catalogueBody
        let rows: [UInt8]
        switch mediaType {
        case "text/csv":
            let buffer = try await BodyPump(limits: gate.limits).collect(
                ask.request, reading: ask.context.reading, limit: limit)
            rows = Array(buffer.readableBytesView)
        case SystemGate.json:
            let bytes = try await JSONBody(gate.limits).read(
                ask.request, ask.context, limit: limit, expected: SystemGate.json)
            rows = try Self.rows(of: bytes)
        default: throw ProblemAnswer.wrongMediaType(expected: "application/json or text/csv")
        }
        let table: ProcedureTable
        do throws(ImportFailure) { table = try ProcedureTable(rows, file: "body") } catch {
            throw ProblemAnswer.impossible("\(error)")
        }
        let (actor, moment, replaced) = (ask.system.actor, ask.now, ask.request.headers[.ifMatch])
        let outcome = try await ask.registry.perform { registry throws(RegistryError) in
            try registry.changeCatalogue(to: table.entries, by: actor, from: "api", at: moment) {
                known, _ throws(Refusal) in
                if let replaced, !Self.tag(of: known).isIn(replaced) { throw .changedMeanwhile }
                if let excess = table.entries.excess { throw .tooLarge(excess) }
            }
        }
        switch outcome {
        case .success(let changes):
            var response = ask.json(
                Changes(
                    added: changes.added, changed: changes.changed, removed: changes.removed,
                    unchanged: changes.unchanged))
            // The tag would be that of this answer, and not of the catalogue.
            response.headers[.eTag] = nil
            response.headers[.cacheControl] = "no-store"
            return response
        case .failure(.tooLarge(let failure)): throw ProblemAnswer.impossible("\(failure)")
        case .failure(.changedMeanwhile): throw ProblemAnswer.changedMeanwhile
        }
    }

    /// The tag that `GET` gives to a catalogue.
    private static func tag(of procedures: [Procedure]) -> EntityTag {
        // Plain values always encode.
        EntityTag(strong: ContentDigest(sha256Of: try! Wire.encode(Catalogue(procedures: procedures))))
    }

    /// The catalogue as a file of rows, a procedure without papers refused as none can stand in a file.
    private static func rows(of bytes: Data) throws(ProblemAnswer) -> [UInt8] {
        let catalogue: Catalogue
        do throws(MalformedJSON) { catalogue = try Wire.decode(Catalogue.self, from: bytes) } catch {
            throw .malformed("The body is not as documented: \(error.detail).")
        }
        var lines = ["procedure,name,paper,paperName,role,compulsory"]
        for procedure in catalogue.procedures {
            guard !procedure.papers.isEmpty else {
                throw .impossible("Each procedure must have one paper or more.")
            }
            for paper in procedure.papers {
                let fields = [
                    procedure.code, procedure.name, paper.type, paper.name, paper.role.rawValue,
                    paper.isCompulsory ? "1" : "0",
                ]
                lines.append(fields.map(quoted).joined(separator: ","))
            }
        }
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    private static func quoted(_ field: String) -> String {
        "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
