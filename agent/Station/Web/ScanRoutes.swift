import Dossiers
import HTTPTypes
import Hummingbird
import Scanning
import Spool

/// Scanning: starting, stopping, and which scanner.
struct ScanRoutes: Sendable {
    let desk: StationDesk

    private struct Wish: Decodable {
        struct Place: Decodable {
            var kind: String
            var page: Int?
            var pages: [Int]?
            /// Of backs: the first sheet's is fed first.
            var isForward: Bool?
        }

        var code: DossierCode
        var paper: Int?
        var source: ScanSource?
        var profile: ScanProfile?
        var placement: Place?
        var pageLimit: Int?
        /// The stack is turned over afterwards, for its backs.
        var awaitsBacks: Bool?

        /// Where the pages go when they do not go on with the stack.
        var place: UnfinishedScan.Place? {
            placement.flatMap { placement in
                UnfinishedScan.Place.Kind(rawValue: placement.kind).map {
                    UnfinishedScan.Place(
                        $0, page: placement.page, fronts: placement.pages ?? [],
                        isForward: placement.isForward ?? false)
                }
            }
        }

        func placements() throws(StationRefusal) -> PagePlacements {
            guard let placement, placement.kind != "next" else {
                return paper.map { PagePlacements(.endOf(paper: $0)) } ?? PagePlacements()
            }
            if placement.kind == "endOf" {
                guard let paper else { throw .malformed("paper") }
                return PagePlacements(.endOf(paper: paper))
            }
            if placement.kind == "backs" {
                // In the order in which the backs are fed: of a stack that was turned over, the last sheet's first.
                return PagePlacements(backsOf: try fronts())
            }
            guard let page = placement.page else { throw .malformed("placement.page") }
            switch placement.kind {
            case "replacing": return PagePlacements(.replacing(page: page))
            case "before": return PagePlacements(.before(page: page))
            case "after": return PagePlacements(.after(page: page))
            default: throw .malformed("placement.kind")
            }
        }

        /// The most pages that have a place; nil for any number.
        func placesLeft() throws(StationRefusal) -> Int? {
            switch placement?.kind {
            case "replacing": 1
            case "backs": try fronts().count
            default: nil
            }
        }

        private func fronts() throws(StationRefusal) -> [Int] {
            guard let fronts = placement?.pages, !fronts.isEmpty else { throw .malformed("placement.pages") }
            return fronts
        }
    }

    private struct ScannerView: Encodable {
        var scanners: [ScannerIdentity]
        var chosen: String?
    }

    func add(to router: Router<WebContext>) {
        router.post("api/scan") { request, context in
            let officer = try context.officer
            let wish = try await request.read(Wish.self)
            let state = try await desk.startScan(
                ScanOrder(
                    code: wish.code, placements: try wish.placements(), settings: try await settings(wish),
                    officer: officer.name, officerName: officer.displayName, place: wish.place,
                    awaitsBacks: wish.awaitsBacks ?? false))
            return Response.json(state, status: .accepted)
        }
        router.delete("api/scan") { _, context in
            let officer = try context.officer
            // What has ended is taken off the screen.
            if let scan = await desk.scan, scan.state == .ended {
                await desk.dismissScan()
            } else {
                try await desk.stopScan()
                desk.log("a scan was stopped", by: officer)
            }
            return Response(status: .noContent)
        }
        router.get("api/scanners") { request, context in
            _ = try context.officer
            let refresh = request.uri.queryParameters["refresh"] != nil
            let scan = await desk.scan
            return Response.json(
                ScannerView(
                    scanners: await desk.scanners.list(
                        refresh: refresh, isScanning: scan.map { $0.state != .ended } ?? false),
                    chosen: try await desk.chosenScanner()))
        }
        router.put("api/scanner") { request, context in
            struct Wish: Decodable { var name: String }
            let officer = try context.officer
            let name = try await request.read(Wish.self).name
            try await desk.choose(scanner: name)
            desk.log("a scanner was chosen", by: officer, ["scanner": "\(name)"])
            return Response(status: .noContent)
        }
    }

    private func settings(_ wish: Wish) async throws -> ScanSettings {
        if let limit = wish.pageLimit, limit < 1 { throw StationRefusal.malformed("pageLimit") }
        let preset = await desk.profile ?? .standard
        let values = (wish.profile ?? preset).values
        let placesLeft = try wish.placesLeft()
        let source = wish.source ?? .automatic
        return ScanSettings(
            scanner: ScannerSelection(name: try await desk.chosenScanner()),
            // Pages that have a place each come one by one.
            source: placesLeft != nil && source == .duplex ? .feeder : source,
            resolution: values.resolution, colourMode: values.colourMode, quality: values.quality,
            pageLimit: [wish.pageLimit, placesLeft].compactMap(\.self).min())
    }
}
