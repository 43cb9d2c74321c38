import ContentStore
import Registry

extension Intake {
    /// Bytes free on the disk of the contents, and bytes in all; and below which free bytes nothing more is taken in.
    package func space() async throws(IntakeError) -> (free: Int, total: Int, minimum: Int) {
        let desk = desk
        let space = try await desk.perform { _ throws(RegistryError) in
            do throws(ContentStoreError) { return try desk.store.space() } catch {
                throw RegistryError.failed(reason: "the store: \(error)")
            }
        }
        return (space.free, space.total, desk.settings.minimumFreeBytes)
    }
}
