package import Exchange
package import Foundation
import Registry

extension Intake {
    /// Answers an officer who asks whether a paper is digitised already.
    ///
    /// - Parameter bytes: the JSON of a `Lookup`.
    package func lookUp(_ bytes: Data, from station: StationIdentity) async throws(IntakeError) -> LookupAnswer {
        let lookup: Lookup
        do {
            lookup = try Wire.decode(Lookup.self, from: bytes)
        } catch {
            throw IntakeError(.malformedRequest, "the lookup cannot be read: \(error.detail)")
        }
        do { try lookup.checkRules() } catch {
            throw IntakeError(.malformedRequest, "the lookup is not answered: \(error.detail)")
        }
        // Nothing but blanks and marks would find everybody.
        if let name = lookup.ownerName, searchKey(of: name).isEmpty {
            throw IntakeError(.malformedRequest, "the lookup is not answered: ownerName has no letter to look for")
        }
        let now = desk.now()
        return try await desk.perform { registry throws(RegistryError) in
            try registry.lookUp(lookup, from: station.station, of: station.site, at: now)
        }
    }
}
