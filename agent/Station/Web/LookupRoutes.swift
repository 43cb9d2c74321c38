import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import Spool

/// Look it up first: what is digitised already is used again.
struct LookupRoutes: Sendable {
    let desk: StationDesk
    let now: @Sendable () -> Date

    private struct Wish: Decodable {
        var code: DossierCode?
        var ownerName: String?
        var number: String?
        var identityNumber: String?
    }

    private struct View: Encodable {
        var papers: [FoundPaper]
        var isCut: Bool
        /// Who answered: `province`, or `thisPC` when the province does not.
        var source: String
        var asOf: Date
    }

    func add(to router: Router<WebContext>) {
        router.post("api/lookups") { request, context in
            let officer = try context.officer
            let wish = try await request.read(Wish.self)
            let lookup = Lookup(
                operatorName: officer.name, code: wish.code, ownerName: wish.ownerName?.nonEmpty,
                number: wish.number?.nonEmpty, identityNumber: wish.identityNumber?.nonEmpty)
            do throws(BrokenRule) { try lookup.checkRules() } catch {
                throw StationRefusal(
                    .unacceptable, "nothing_to_look_up",
                    "Hãy nhập mã hồ sơ, số giấy tờ, số định danh hoặc họ tên để tra cứu.", error.detail)
            }
            return Response.json(try await answer(lookup))
        }
    }

    private func answer(_ lookup: Lookup) async throws -> View {
        do throws(ProvinceSilence) {
            let answer = try await desk.province.lookUp(lookup)
            return View(papers: answer.papers, isCut: answer.isCut, source: "province", asOf: now())
        } catch {
            desk.logger.info("lookup answered from this PC", metadata: ["cause": "\(error.reason)"])
        }
        let limit = LookupAnswer.maximumPapers
        let found = try await desk.spool.find(
            code: lookup.code, ownerName: lookup.ownerName, number: lookup.number,
            identityNumber: lookup.identityNumber, limit: limit + 1)
        return View(
            papers: Array(found.prefix(limit)), isCut: found.count > limit, source: "thisPC", asOf: now())
    }
}
