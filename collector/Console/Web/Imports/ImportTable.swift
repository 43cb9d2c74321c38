import Dossiers
import FoundationEssentials
import Progress
import Registry

/// A table that was read, of any kind; what it would do, and doing it.
///
/// Every rule is the commands': the same plans, on what is known in the same transaction that writes.
enum ImportTable: Sendable {
    case sites(SiteTable)
    case successions(SuccessionTable)
    case baselines(BaselineTable)
    case targets(TargetTable)
    case procedures(ProcedureTable)

    /// Why nothing was imported.
    enum Stop: Error, Sendable {
        case failure(ImportFailure)
        case catalogueTooLarge(CatalogueTooLarge)
        /// What is known has changed since the preview, so that something else would be done.
        case moved
        /// Something known would be overwritten, and that was not agreed to.
        case notAgreed
    }

    /// What importing it would do; what is known otherwise counts as overwritten.
    func preview(from registry: Registry, _ language: Language) throws(RegistryError) -> Result<ImportPreview, Stop> {
        switch self {
        case .sites(let table):
            let records = try registry.siteRecords()
            return Self.result { () throws(ImportFailure) in
                ImportPreview(try table.plan(for: records, correcting: true), on: records, language)
            }
        case .successions(let table):
            let records = try registry.siteRecords()
            return Self.result { () throws(ImportFailure) in
                ImportPreview(try table.plan(for: records, closing: true, correcting: true), on: records, language)
            }
        case .baselines(let table):
            let ground = try registry.baselineGround()
            return Self.result { () throws(ImportFailure) in
                ImportPreview(try table.preview(on: ground), ground.sites, language)
            }
        case .targets(let table):
            let known = try registry.targets()
            return Self.result { () throws(ImportFailure) in
                ImportPreview(try table.plan(known: known, replacing: true), known: known, language)
            }
        case .procedures(let table):
            if let excess = table.entries.excess { return .failure(.catalogueTooLarge(excess)) }
            let (known, given) = (try registry.procedures(), table.entries.procedures)
            return .success(
                ImportPreview(CatalogueChanges(from: known, to: given), from: known, to: given, language))
        }
    }

    /// Imports it, when that does what was seen.
    ///
    /// - Parameters:
    ///   - seen: the digest of the preview.
    ///   - mayOverwrite: whether it was agreed that what is known does not stand any more.
    /// - Returns: the batch that was made of baselines.
    func carryOut(
        in registry: Registry, by actor: String, from source: String, at now: Date, seen: String, mayOverwrite: Bool,
        _ language: Language
    ) throws(RegistryError) -> Result<BaselineBatch?, Stop> {
        func check(_ preview: ImportPreview) throws(Stop) {
            if preview.digest != seen { throw .moved }
            if preview.overwrites, !mayOverwrite { throw .notAgreed }
        }
        switch self {
        case .sites(let table):
            return try registry.changeSites(by: actor, from: source, at: now) { records throws(Stop) in
                let changes = try Self.stop { () throws(ImportFailure) in
                    try table.plan(for: records, correcting: true)
                }
                try check(ImportPreview(changes, on: records, language))
                return changes
            }.map { _ in nil }
        case .successions(let table):
            return try registry.changeSuccessions(by: actor, from: source, at: now) { records throws(Stop) in
                let changes = try Self.stop { () throws(ImportFailure) in
                    try table.plan(for: records, closing: true, correcting: true)
                }
                try check(ImportPreview(changes, on: records, language))
                return changes
            }.map { _ in nil }
        case .baselines(let table):
            return try registry.importBaselines(by: actor, from: source, at: now) { ground throws(Stop) in
                let preview = try Self.stop { () throws(ImportFailure) in try table.changes(on: ground) }
                try check(ImportPreview(preview, ground.sites, language))
                return preview.changes
            }.map(\.batch)
        case .targets(let table):
            return try registry.changeTargets(by: actor, from: source, at: now) { known throws(Stop) in
                let changes = try Self.stop { () throws(ImportFailure) in
                    try table.plan(known: known, replacing: true)
                }
                try check(ImportPreview(changes, known: known, language))
                return changes
            }.map { _ in nil }
        case .procedures(let table):
            let given = table.entries.procedures
            return try registry.changeCatalogue(to: table.entries, by: actor, from: source, at: now) {
                known, changes throws(Stop) in
                if let excess = table.entries.excess { throw .catalogueTooLarge(excess) }
                try check(ImportPreview(changes, from: known, to: given, language))
            }.map { _ in nil }
        }
    }

    private static func stop<Value>(_ body: () throws(ImportFailure) -> Value) throws(Stop) -> Value {
        do { return try body() } catch { throw .failure(error) }
    }

    private static func result<Value>(_ body: () throws(ImportFailure) -> Value) -> Result<Value, Stop> {
        do { return .success(try body()) } catch { return .failure(.failure(error)) }
    }
}
