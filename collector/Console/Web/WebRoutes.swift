import Exports
import FoundationEssentials
import Hummingbird
import Intake
import Registry
import SystemPackage

/// The province's pages.
struct WebRoutes: Sendable {
    let gate: WebGate
    private let intake: Intake
    private let version: String
    private let desk: SignInDesk
    private let hasher: PasswordHasher
    private let organisation: String
    private let shelf = ImportShelf()
    private let outbox: OutgoingFolder

    init(
        registry: Registry, intake: Intake, organisation: String, version: String, hasher: PasswordHasher,
        isSecure: Bool,
        isBehindProxy: Bool, limits: ConsoleLimits,
        now: @escaping @Sendable () -> Date
    ) {
        gate = WebGate(
            registry: registry, isSecure: isSecure, isBehindProxy: isBehindProxy, limits: limits, now: now)
        self.intake = intake
        self.version = version
        self.organisation = organisation
        outbox = OutgoingFolder(FilePath(registry.path).removingLastComponent().appending("outgoing"))
        self.hasher = hasher
        desk = SignInDesk(registry: registry, hasher: hasher, now: now)
    }

    var endpoints: [Endpoint] {
        WebAssets().endpoints
            + SignInPages(gate: gate, desk: desk).endpoints
            + AccountPages(gate: gate, desk: desk, hasher: hasher).endpoints
            + AccountsPages(gate: gate, hasher: hasher).endpoints
            + AuditPages(gate: gate).endpoints
            + OverviewPages(gate: gate).endpoints
            + OfficesPages(gate: gate).endpoints
            + OfficePages(gate: gate).endpoints
            + OperationsPages(gate: gate, intake: intake).endpoints
            + StationsPages(gate: gate).endpoints
            + TokenPages(gate: gate).endpoints
            + FarSettingsPages(gate: gate).endpoints
            + StationPages(gate: gate).endpoints
            + FindPages(gate: gate).endpoints
            + DossierPages(gate: gate, intake: intake).endpoints
            + FigureListPages(gate: gate).endpoints
            + DossierExportPages(
                gate: gate, intake: intake, organisation: organisation, version: version, outbox: outbox
            ).endpoints
            + ImportPages(gate: gate, shelf: shelf).endpoints
            + ImportPreviewPages(gate: gate, shelf: shelf).endpoints
            + ApprovalPages(gate: gate).endpoints
            + BaselinePages(gate: gate).endpoints
            + ProceduresPages(gate: gate).endpoints
            + ProcedurePages(gate: gate).endpoints
            + OfficersPages(gate: gate).endpoints
            + ReportPages(gate: gate, collector: intake.identity, version: version, key: intake.key).endpoints
    }
}
