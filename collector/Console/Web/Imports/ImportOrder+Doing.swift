import FoundationEssentials
import Progress
import Registry

extension ImportOrder {
    /// What importing it would do, or what is in the way.
    func preview(
        from registry: Registry, _ language: Language
    ) throws(RegistryError) -> Result<ImportPreview, ImportTable.Stop> {
        switch read() {
        case .failure(let failure): return .failure(.failure(failure))
        case .success(let table): return try table.preview(from: registry, language)
        }
    }

    /// Imports it, see `ImportTable.carryOut`.
    func carryOut(
        in registry: Registry, by actor: String, at now: Date, seen: String, mayOverwrite: Bool, _ language: Language
    ) throws(RegistryError) -> Result<BaselineBatch?, ImportTable.Stop> {
        switch read() {
        case .failure(let failure): return .failure(.failure(failure))
        case .success(let table):
            return try table.carryOut(
                in: registry, by: actor, from: source, at: now, seen: seen, mayOverwrite: mayOverwrite, language)
        }
    }

    private func read() -> Result<ImportTable, ImportFailure> {
        do throws(ImportFailure) { return .success(try table()) } catch { return .failure(error) }
    }
}
