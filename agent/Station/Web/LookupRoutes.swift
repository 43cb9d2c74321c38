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
        /// The dossier that a paper is looked for.
        var dossier: DossierCode?
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
                guard !lookup.keys.isEmpty else {
                    throw StationRefusal(
                        .unacceptable, "nothing_to_look_up",
                        "Hãy nhập mã hồ sơ, số giấy tờ, số định danh hoặc họ tên để tra cứu.", error.detail)
                }
                throw StationRefusal(
                    .unacceptable, "bad_lookup",
                    "Nội dung tra cứu quá dài hoặc có ký tự lạ. Hãy sửa lại rồi tra cứu.", error.detail,
                    field: lookup.fieldAtFault)
            }
            var view = try await answer(lookup)
            // A dossier has no use for its own papers.
            view.papers.removeAll { $0.dossier == wish.dossier }
            return Response.json(view)
        }
    }

    private func answer(_ lookup: Lookup) async throws -> View {
        do throws(ProvinceSilence) {
            let answer = try await desk.province.lookUp(lookup)
            await desk.note(silence: nil)
            return View(papers: answer.papers, isCut: answer.isCut, source: "province", asOf: now())
        } catch {
            await desk.note(silence: error)
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

extension Lookup {
    /// The field that is too long or has control characters, as the page names it.
    fileprivate var fieldAtFault: String? {
        if let ownerName, !isField(ownerName, limit: TextLimit.name) { return "ownerName" }
        if let number, !isField(number, limit: TextLimit.number) { return "number" }
        if let identityNumber, !isField(identityNumber, limit: TextLimit.number) { return "identityNumber" }
        return nil
    }
}
