import ContentStore
import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Scanning
import Spool
import SystemPackage

/// Pages that come in files: dropped on the page, or from the watched folder.
struct FileRoutes: Sendable {
    let desk: StationDesk
    let dossiers: DossierRoutes

    private struct Imported: Encodable {
        var pages: Int
        var text: BilingualText

        init(_ report: ImportReport) {
            pages = report.pages.count
            text = report.text
        }
    }

    func add(to router: Router<WebContext>) {
        router.post("api/dossiers/:code/files", use: receive)
        router.post("api/inbox/:file") { request, context in
            struct Wish: Decodable {
                var code: DossierCode
                var paper: Int?
            }
            let officer = try context.officer
            let wish = try await request.read(Wish.self)
            return Response.json(
                Imported(
                    try await desk.importFromInbox(
                        context.parameters.get("file") ?? "", into: wish.code, at: Self.placements(wish.paper),
                        by: officer.name)))
        }
        router.delete("api/inbox/:file") { _, context in
            let officer = try context.officer
            let file = context.parameters.get("file") ?? ""
            try await desk.refuseFromInbox(file)
            // Its number, not its name: that can be personal.
            desk.log("a file of the watched folder was put away", by: officer, ["file": "\(file)"])
            return Response(status: .noContent)
        }
    }

    /// Takes a file into a temporary one, then imports it from there.
    @concurrent
    private func receive(_ request: Request, _ context: WebContext) async throws -> Response {
        let officer = try context.officer
        let code = try context.code
        let paper = request.uri.queryParameters["paper"].flatMap { Int($0) }
        let limit = ImportLimits().fileBytes
        if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > limit {
            throw StationRefusal.fileTooLarge
        }
        try desk.spool.checkSpace()
        let incoming = try IncomingFile(in: desk.spool.directory)
        defer { incoming.remove() }
        for try await buffer in request.body {
            guard incoming.byteLength + buffer.readableBytes <= limit else { throw StationRefusal.fileTooLarge }
            try incoming.append(buffer.readableBytesView)
            try desk.spool.checkSpace()
        }
        return Response.json(
            Imported(
                try await desk.importFile(incoming.path, into: code, at: Self.placements(paper), by: officer.name)))
    }

    private static func placements(_ paper: Int?) -> PagePlacements {
        paper.map { PagePlacements(.endOf(paper: $0)) } ?? PagePlacements()
    }
}

extension StationRefusal {
    static let fileTooLarge = StationRefusal(
        .tooLarge, "file_too_large",
        "Tệp lớn hơn \(ImportLimits().fileBytes >> 20) MB. Hãy tách thành nhiều tệp nhỏ hơn.",
        "The file is over \(ImportLimits().fileBytes >> 20) MiB. Split it.")
}
