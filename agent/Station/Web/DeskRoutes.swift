import ContentStore
import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Scanning
import Spool

/// The desk as a whole, the queue, and what the province has told.
struct DeskRoutes: Sendable {
    let desk: StationDesk
    let now: @Sendable () -> Date

    /// How many submissions are listed beside those that wait or were refused.
    private static let latest = 50
    /// After this, what the province told last is shown as old.
    private static let staleAfter: Double = 86_400

    func add(to router: Router<WebContext>) {
        router.get("api/desk") { _, context in Response.json(try await view(context.officer)) }
        router.get("api/procedures") { _, context in
            struct View: Encodable {
                var procedures: [Procedure]
                var recent: [String]
            }
            _ = try context.officer
            return Response.json(
                View(procedures: try await desk.catalogue().procedures, recent: try await desk.spool.recentProcedures())
            )
        }
        router.get("api/papers") { request, context in
            _ = try context.officer
            return Response.json(try await habits(of: request.uri.queryParameters["procedure"].map(String.init)))
        }
        router.post("api/queue", use: changeQueue)
        router.post("api/session/active") { _, context in
            _ = try context.officer
            return Response(status: .noContent)
        }
    }

    @concurrent
    private func changeQueue(_ request: Request, _ context: WebContext) async throws -> Response {
        struct Wish: Decodable {
            var action: String
            var code: DossierCode?
        }
        let officer = try context.officer
        let wish = try await request.read(Wish.self)
        switch wish.action {
        case "pause": try await desk.spool.setPaused(true)
        case "resume": try await desk.spool.setPaused(false)
        case "retry": try await desk.spool.retry(wish.code)
        default: throw StationRefusal.malformed("action")
        }
        await desk.province.deliverNow(retryingAll: wish.action != "pause")
        desk.board.post(.queue, .desk)
        desk.log("the queue was changed", by: officer, ["action": "\(wish.action)"])
        if wish.action != "pause", await !desk.province.deliversNow() {
            throw StationRefusal(
                .conflict, "outside_hours",
                "Giờ này lịch gửi của máy không cho gửi gì. Hồ sơ vẫn an toàn và tự gửi khi đến giờ; cần gửi "
                    + "ngay, hãy báo cán "
                    + "bộ kỹ thuật đổi lịch.",
                "The bandwidth timetable lets nothing be sent at this hour. All is sent when the hour comes.")
        }
        return Response(status: .noContent)
    }

    private func habits(of procedure: String?) async throws -> some Encodable {
        struct Habit: Encodable {
            var role: DocumentRole
            var type: String
            var name: String
            var authority: String
            var level: Level
            var uses: Int
        }
        struct View: Encodable { var habits: [Habit] }
        let catalogue = try await desk.catalogue()
        let identity = try desk.settings.identity().identity
        var habits = try await desk.spool.paperHabits(procedure: procedure).map { habit in
            Habit(
                role: habit.role, type: habit.type,
                name: catalogue.paperName(habit.type, in: procedure ?? "") ?? habit.type, authority: habit.authority,
                level: habit.level, uses: habit.uses)
        }
        // What the catalogue names and nobody here has used yet comes behind what is used.
        for paper in procedure.flatMap(catalogue.procedure)?.papers ?? []
        where !habits.contains(where: { $0.type == paper.type && $0.role == paper.role }) {
            habits.append(
                Habit(
                    role: paper.role, type: paper.type, name: paper.name, authority: identity.site.rawValue,
                    level: identity.level, uses: 0))
        }
        return View(habits: habits)
    }

    private func view(_ officer: Officer) async throws -> DeskView {
        let spool = desk.spool
        let identity = try desk.settings.identity().identity
        let catalogue = try await desk.catalogue()
        let link = await desk.link
        let today = CalendarDay(now())
        let figures = try await spool.figures(since: today.start)
        let free = try spool.pages.space().free
        let told = try await desk.briefing()
        let scanner = try await scanner()
        let names = Dictionary(try await spool.officers().map { ($0.name, $0.displayName) }) { first, _ in first }
        let code = try await spool.stationProblemCode()
        let scan = await desk.scan
        let scanning = scan.flatMap { $0.state == .ended ? nil : $0.code }
        return DeskView(
            site: .init(id: identity.site, name: identity.siteName, level: identity.level),
            officer: OfficerView(officer), link: link, paused: try await spool.isPaused,
            stationProblem: try await spool.stationProblem().map {
                StationProblemText.text(code: code, english: $0)
            },
            clock: .init(now: now(), correctedBySeconds: try await spool.clockCorrection()),
            disk: .init(
                freeBytes: free, requiredBytes: spool.minimumFreeBytes, isLow: free < spool.minimumFreeBytes * 2),
            scan: scan,
            open: try await rows(catalogue, scanning: scanning, names: names),
            queue: .init(
                waiting: figures.waiting, uploading: figures.uploading, refused: figures.refused,
                receivedToday: figures.confirmed, bytesWaiting: figures.bytesWaiting,
                secondsLeft: seconds(for: figures.bytesWaiting, at: link.bytesPerSecond)),
            today: .init(
                dossiers: figures.dossiers, pages: figures.pages, confirmed: figures.confirmed,
                waiting: figures.underWay),
            submissions: try await spool.submissionsAtHand(latest: Self.latest).reversed().map {
                SubmissionView($0, rate: link.bytesPerSecond)
            },
            briefing: told.map {
                .init(
                    asOf: $0.asOf, progress: $0.progress,
                    isStale: now().timeIntervalSince($0.asOf) > Self.staleAfter)
            }, profile: await desk.profile?.rawValue,
            inbox: await desk.inbox().map(InboxRow.init),
            scanner: scanner)
    }

    /// The scanner that is chosen, with what is known of it; without a choice the one that was used last.
    private func scanner() async throws -> UsedScannerView? {
        let used = try await desk.spool.usedScanners().map {
            UsedScannerView(name: $0.name, vendor: $0.vendor, model: $0.model)
        }
        guard let chosen = try await desk.chosenScanner() else { return used.first }
        if let known = used.first(where: { $0.name == chosen }) { return known }
        let found = await desk.scanners.known.first { $0.name == chosen }
        return UsedScannerView(name: chosen, vendor: found?.vendor ?? "", model: found?.model ?? "")
    }

    /// - Parameter names: how officers are called, by their accounts.
    private func rows(
        _ catalogue: Catalogue, scanning: DossierCode?, names: [String: String]
    ) async throws -> [DeskView.Row] {
        var rows: [DeskView.Row] = []
        for spooled in try await desk.spool.openDossiers() {
            let unfinished = spooled.interruption == nil ? nil : try await desk.unfinished(of: spooled)
            rows.append(
                Self.row(
                    spooled, catalogue, scanning: scanning, unfinished: unfinished,
                    operatorName: names[spooled.operatorName] ?? spooled.operatorName))
        }
        return rows
    }

    private static func row(
        _ spooled: SpooledDossier, _ catalogue: Catalogue, scanning: DossierCode?, unfinished: UnfinishedScan?,
        operatorName: String
    ) -> DeskView.Row {
        DeskView.Row(
            code: spooled.dossier.code, procedure: spooled.dossier.procedure,
            procedureName: catalogue.procedure(spooled.dossier.procedure)?.name,
            ownerName: spooled.dossier.owner.name, openedAt: spooled.openedAt, pages: spooled.pageCount,
            sheetsFed: spooled.sheetsOfStack, sheetsExpected: spooled.sheetsExpected,
            interruption: Interruption(
                spooled, isScanning: spooled.dossier.code == scanning, unfinished: unfinished),
            operatorName: operatorName)
    }
}
