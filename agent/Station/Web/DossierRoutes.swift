import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Spool

/// Dossiers: opening, describing, checking, sealing.
struct DossierRoutes: Sendable {
    let desk: StationDesk
    let now: @Sendable () -> Date

    private struct Fields: Decodable {
        var code: DossierCode?
        var procedure: String?
        var ownerName: String?
        var ownerIdentityNumber: String?
        var sheetsExpected: Int?
        var componentsComplete: Bool?

        /// Whether something is said otherwise than it is known: then it may be another's dossier under a mistyped code.
        func contradict(_ known: Dossier) -> Bool {
            procedure.map { $0 != known.procedure } ?? false
                || ownerName.map { $0 != known.owner.name } ?? false
                || ownerIdentityNumber.map { $0 != known.owner.identityNumber } ?? false
        }
    }

    func add(to router: Router<WebContext>) {
        router.post("api/dossiers", use: open)
        router.get("api/dossiers/:code") { _, context in
            _ = try context.officer
            return try await answer(context.code)
        }
        router.patch("api/dossiers/:code", use: change)
        router.post("api/dossiers/:code/extend", use: extend)
        router.post("api/dossiers/:code/discard") { _, context in
            let officer = try context.officer
            let code = try context.code
            if await desk.isScanning(code) {
                throw StationRefusal(
                    .conflict, "scan_running",
                    "Hồ sơ này đang được quét. Hãy bấm Dừng hoặc đợi quét xong rồi mới bỏ hồ sơ.",
                    "The dossier is being scanned. Stop the scan or wait for its end, then discard it.")
            }
            try await desk.spool.discard(code, by: officer.name)
            desk.board.post(.desk, .dossier(code.rawValue))
            return Response(status: .noContent)
        }
        router.delete("api/dossiers/:code/unfinished") { _, context in
            _ = try context.officer
            let code = try context.code
            try await desk.forgetUnfinished(of: code)
            return try await answer(code)
        }
        router.get("api/dossiers/:code/check") { _, context in
            _ = try context.officer
            return Response.json(try await check(context.code))
        }
        router.post("api/dossiers/:code/seal", use: seal)
    }

    /// The dossier as it stands now.
    func answer(_ code: DossierCode) async throws -> Response {
        guard let spooled = try await desk.spool.dossier(code) else { throw SpoolError.dossierNotFound(code) }
        return Response.json(
            DossierView(
                spooled, isScanning: await desk.isScanning(code), unfinished: try await desk.unfinished(of: spooled),
                history: try await desk.spool.history(of: code),
                submissions: try await desk.spool.submissions(of: code), catalogue: try await desk.catalogue(),
                rate: await desk.link.bytesPerSecond))
    }

    @concurrent
    private func open(_ request: Request, _ context: WebContext) async throws -> Response {
        let officer = try context.officer
        let fields = try await request.read(Fields.self)
        guard let code = fields.code else { throw StationRefusal.badCode }
        _ = try desk.settings.identity()
        let known = try await desk.spool.dossier(code)
        if let known, fields.contradict(known.dossier) {
            throw StationRefusal(
                .conflict, "dossier_exists",
                "Hồ sơ \(code) đã có trên máy này với thông tin khác. Hãy kiểm tra lại mã hồ sơ, hoặc mở hồ sơ đó trong "
                    + "danh sách.", "Dossier \(code) is on this PC already, with other particulars.", field: "code")
        }
        guard let procedure = fields.procedure ?? known?.dossier.procedure else {
            throw StationRefusal(
                .unacceptable, "procedure_missing", "Hãy chọn thủ tục của hồ sơ.", "Choose the procedure.",
                field: "procedure")
        }
        guard let name = fields.ownerName ?? known?.dossier.owner.name else {
            throw StationRefusal(
                .unacceptable, "owner_missing", "Hãy nhập họ tên chủ hồ sơ.", "Enter the owner's name.",
                field: "ownerName")
        }
        try await desk.spool.openDossier(
            Dossier(
                code: code, procedure: procedure,
                owner: Owner(
                    name: name, identityNumber: fields.ownerIdentityNumber ?? known?.dossier.owner.identityNumber),
                componentsComplete: fields.componentsComplete ?? known?.dossier.componentsComplete ?? true),
            operatorName: officer.name, sheetsExpected: fields.sheetsExpected, drafts: [])
        desk.board.post(.desk, .dossier(code.rawValue))
        return try await answer(code)
    }

    @concurrent
    private func change(_ request: Request, _ context: WebContext) async throws -> Response {
        let officer = try context.officer
        let code = try context.code
        let fields = try await request.read(Changes.self)
        guard let known = try await desk.spool.dossier(code) else { throw SpoolError.dossierNotFound(code) }
        var dossier = known.dossier
        dossier.procedure = fields.procedure ?? dossier.procedure
        dossier.owner.name = fields.ownerName ?? dossier.owner.name
        dossier.owner.identityNumber = fields.identityNumber.applied(to: dossier.owner.identityNumber)
        dossier.componentsComplete = fields.componentsComplete ?? dossier.componentsComplete
        try await desk.spool.changeDossier(
            code, to: dossier, sheetsExpected: fields.sheetsExpected.applied(to: known.sheetsExpected),
            by: officer.name)
        desk.board.post(.desk, .dossier(code.rawValue))
        return try await answer(code)
    }

    @concurrent
    private func extend(_ request: Request, _ context: WebContext) async throws -> Response {
        let officer = try context.officer
        let code = try context.code
        guard let known = try await desk.spool.dossier(code) else { throw SpoolError.dossierNotFound(code) }
        try await desk.spool.openDossier(
            known.dossier, operatorName: officer.name, sheetsExpected: nil, drafts: [], extending: true)
        desk.board.post(.desk, .dossier(code.rawValue))
        return try await answer(code)
    }

    private func check(_ code: DossierCode) async throws -> some Encodable & Sendable {
        guard let spooled = try await desk.spool.dossier(code) else { throw SpoolError.dossierNotFound(code) }
        let catalogue = try await desk.catalogue()
        let found = try await desk.spool.findings(of: code)
        let alike = await desk.lookalikes.pairs(in: spooled)
        return CheckView(found, missing: catalogue.missing(in: spooled), alike: alike, spooled, catalogue)
    }

    @concurrent
    private func seal(_ request: Request, _ context: WebContext) async throws -> Response {
        struct Wish: Decodable {
            var sheets: Int?
            var urgent: Bool?
            var acceptWarnings: Bool?
            /// The pages that the officer has seen, in order.
            var pages: [Int]?
        }
        let officer = try context.officer
        let code = try context.code
        let wish = try await request.read(Wish.self)
        if await desk.isScanning(code) {
            throw StationRefusal(
                .conflict, "scan_running", "Hồ sơ này đang được quét. Hãy đợi quét xong rồi hoàn tất.",
                "The dossier is being scanned. Finish when the scan has ended.")
        }
        // No page may come in while it is signed: not from a scan, not from a file, not from another program.
        let lock = try await ScanLock.afterSweep(DossierScanner.lock(of: desk.spool))
        defer { withExtendedLifetime(lock) {} }
        if let sheets = wish.sheets { try await desk.spool.setSheetsExpected(sheets, of: code, by: officer.name) }
        guard let spooled = try await desk.spool.dossier(code) else { throw SpoolError.dossierNotFound(code) }
        if let seen = wish.pages, seen != spooled.papers.flatMap(\.pages).filter({ $0.removal == nil }).map(\.id) {
            throw StationRefusal(
                .conflict, "dossier_changed",
                "Các trang của hồ sơ vừa được sửa ở nơi khác. Hãy xem lại rồi hoàn tất.",
                "The pages were changed elsewhere in the meantime. Look at them again, then finish.")
        }
        let catalogue = try await desk.catalogue()
        let findings = try await desk.spool.findings(of: code).filter { !$0.isBlocking }
        let alike = await desk.lookalikes.pairs(in: spooled)
        if wish.acceptWarnings != true,
            !findings.isEmpty || !catalogue.missing(in: spooled).isEmpty || spooled.interruption != nil
                || !alike.isEmpty
        {
            throw StationRefusal(
                .conflict, "warnings", "Còn điểm cần xem lại. Hãy xem từng mục rồi hoàn tất.",
                "There are warnings. Look at each of them, then finish.")
        }
        let digest = try await desk.spool.seal(
            code, with: desk.settings.identity(), isUrgent: wish.urgent ?? false, by: officer.name,
            now: now())
        await desk.province.deliverNow(retryingAll: false)
        desk.board.post(.desk, .queue, .dossier(code.rawValue))
        let rate = await desk.link.bytesPerSecond
        guard let submission = try await desk.spool.submissions(of: code).last(where: { $0.digest == digest }) else {
            throw SpoolError.submissionNotFound(digest)
        }
        return Response.json(SubmissionView(submission, rate: rate), status: .created)
    }
}

/// What may be changed of a dossier; a member that is null takes the value away, one that is missing leaves it.
private struct Changes: Decodable {
    var procedure: String?
    var ownerName: String?
    var identityNumber: Change<String>
    var componentsComplete: Bool?
    var sheetsExpected: Change<Int>

    private enum CodingKeys: String, CodingKey {
        case procedure, ownerName, ownerIdentityNumber, componentsComplete, sheetsExpected
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        procedure = try values.decodeIfPresent(String.self, forKey: .procedure)
        ownerName = try values.decodeIfPresent(String.self, forKey: .ownerName)
        identityNumber = try values.change(String.self, forKey: .ownerIdentityNumber)
        componentsComplete = try values.decodeIfPresent(Bool.self, forKey: .componentsComplete)
        sheetsExpected = try values.change(Int.self, forKey: .sheetsExpected)
    }
}
