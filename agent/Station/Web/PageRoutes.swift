import ContentStore
import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Spool

/// Pages: their images, and what an officer corrects.
struct PageRoutes: Sendable {
    let desk: StationDesk
    let dossiers: DossierRoutes

    private struct Wish: Decodable {
        var action: String
        var pages: [Int]
        var degrees: Int?
        var paper: Int?
        var before: Int?
        var newPaper: PaperRoutes.Fields?

        func change(at identity: EnrolledStation) throws(StationRefusal) -> PageChange {
            guard let first = pages.first else { throw .malformed("pages") }
            switch action {
            case "rotate":
                guard let degrees, [90, 180, 270].contains(degrees) else { throw .malformed("degrees") }
                return .rotate(pages: pages, degrees: degrees)
            case "remove": return .remove(pages)
            case "leaveOut": return .leaveOut(pages)
            case "restore": return .restore(pages)
            case "keepBlank": return .keepBlank(pages)
            case "move":
                guard let paper else { throw .malformed("paper") }
                return .move(pages, to: paper, before: before)
            case "split":
                guard let newPaper else { throw .malformed("newPaper") }
                return .split(before: first, into: newPaper.draft(at: identity))
            default: throw .malformed("action")
            }
        }
    }

    func add(to router: Router<WebContext>) {
        router.post("api/dossiers/:code/pages") { request, context in
            let officer = try context.officer
            let code = try context.code
            let wish = try await request.read(Wish.self)
            try await desk.spool.correct(
                code, by: officer.name, try wish.change(at: try desk.settings.identity().identity))
            desk.board.post(.desk, .dossier(code.rawValue))
            return try await dossiers.answer(code)
        }
        for (name, size) in [("thumbnail", PreviewStore.Size.thumbnail), ("screen", .screen)] {
            router.get("api/pages/:code/:page/\(RouterPath(name))") { request, context in
                try await image(request, context, size)
            }
        }
        router.get("api/pages/:code/:page/image") { request, context in try await image(request, context, nil) }
    }

    /// The image of a page of the dossier in the address; nil for the page as it is stored.
    private func image(_ request: Request, _ context: WebContext, _ size: PreviewStore.Size?) async throws -> Response {
        _ = try context.officer
        let digest = try await digest(context.code, context.number("page"))
        let tag = "\"\(digest.rawValue)\""
        // Never kept by the browser: a locked screen must not show it, nor a shared profile.
        let headers: HTTPFields = [
            .contentType: "image/jpeg", .eTag: tag, .cacheControl: "no-store",
        ]
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        guard let bytes = await bytes(of: digest, size) else {
            throw StationRefusal(
                .notFound, "page_not_here",
                "Hình của trang này không còn trên máy: tỉnh đã nhận và đang lưu giữ. Muốn xem, hãy hỏi tỉnh.",
                "The page's bytes are not on this PC any more; the province has them.")
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func digest(_ code: DossierCode, _ page: Int) async throws -> ContentDigest {
        guard let digest = try await desk.spool.pageDigest(page, in: code) else { throw StationRefusal.noSuchPage }
        return digest
    }

    private func bytes(of page: ContentDigest, _ size: PreviewStore.Size?) async -> [UInt8]? {
        guard let size else { return try? desk.spool.pages.read(page) }
        return await desk.previews.image(size, of: page)
    }
}
