import Dossiers
import Foundation
import Registry

extension Verification {
    /// Checks every frozen report's signature, what the index says of it, and that none is missing between others.
    mutating func checkSnapshots() throws {
        var previous: ContentDigest?
        for (place, snapshot) in try registry.snapshots().reversed().enumerated() {
            count(\.snapshots)
            let name = "\(snapshot.number)"
            if snapshot.number != place + 1 {
                note(.snapshotMissing, name, "it is the report in place \(place + 1): frozen reports were removed")
            }
            do throws(SnapshotFault) {
                let head = try snapshot.open(with: key).head
                if head.previous != previous {
                    note(.snapshotMissing, name, "the frozen report that it names as the one before is not there")
                }
            } catch {
                note(error == .signature ? .snapshotSignature : .snapshotDamaged, name, error.description)
            }
            previous = snapshot.digest
        }
    }
}
