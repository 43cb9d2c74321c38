import FoundationEssentials
import Hummingbird
import Intake
import Registry

/// The province's pages.
struct WebRoutes: Sendable {
    let gate: WebGate
    private let intake: Intake
    private let version: String
    private let desk: SignInDesk
    private let hasher: PasswordHasher

    init(
        registry: Registry, intake: Intake, version: String, hasher: PasswordHasher, isSecure: Bool,
        isBehindProxy: Bool, limits: ConsoleLimits,
        now: @escaping @Sendable () -> Date
    ) {
        gate = WebGate(
            registry: registry, isSecure: isSecure, isBehindProxy: isBehindProxy, limits: limits, now: now)
        self.intake = intake
        self.version = version
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
            + FindPages(gate: gate).endpoints
            + DossierPages(gate: gate, intake: intake).endpoints
            + FigureListPages(gate: gate).endpoints
            + ReportPages(gate: gate, collector: intake.identity, version: version, key: intake.key).endpoints
    }
}
