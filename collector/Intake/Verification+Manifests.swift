import Dossiers
import Exchange
import Foundation
import Registry

extension Verification {
    /// Checks every manifest by itself, against the rows about it, and in its station's chain.
    mutating func checkManifests() throws {
        // Heads first: what arrives meanwhile only lengthens the chains.
        let stations = try registry.stations()
        count(\.stations, stations.count)
        let keys = Dictionary(uniqueKeysWithValues: stations.map { ($0.id, $0.key) })
        var chains: [StationID: ChainProgress] = [:]
        var row: Int64 = 0
        while true {
            let manifests = try registry.manifests(after: row, limit: 200)
            guard let last = manifests.last else { break }
            for stored in manifests {
                count(\.manifests)
                let manifest = checkManifest(stored, key: keys[stored.station])
                checkChain(stored, manifest, &chains[stored.station, default: ChainProgress()])
            }
            row = last.row
        }
        for station in stations { checkHead(of: station, chains[station.id] ?? ChainProgress()) }
    }

    /// How far a station's chain has been followed.
    struct ChainProgress {
        var sequence = 0
        var digest: ContentDigest?
    }

    /// - Returns: the manifest, when it is what its digest says and is readable.
    private mutating func checkManifest(_ stored: StoredManifest, key: VerificationKey?) -> Manifest? {
        let name = stored.digest.rawValue
        guard let envelope = try? Wire.decode(Envelope.self, from: stored.envelope),
            envelope.payloadDigest == stored.digest
        else {
            note(
                .manifestDamaged, name,
                "the stored bytes are not those that the digest says; restore the index from a backup")
            return nil
        }
        let manifest: Manifest
        do {
            guard let key else { throw OpenError.badSignature }
            manifest = try Manifest.open(envelope, with: key)
        } catch {
            if case OpenError.badSignature = error {
                note(.manifestSignature, name, "the signature is not that of station \(stored.station)'s key")
            } else {
                note(.manifestDamaged, name, "the signed payload cannot be read: \(error)")
            }
            return nil
        }
        checkRow(stored, manifest)
        checkPages(stored, manifest)
        return manifest
    }

    private mutating func checkRow(_ stored: StoredManifest, _ manifest: Manifest) {
        let name = stored.digest.rawValue
        let agrees =
            stored.station == manifest.station && stored.sequence == manifest.sequence && stored.site == manifest.site
            && stored.dossierCode == manifest.dossier.code && stored.contentDigest == manifest.contentDigest
            && Int(stored.sealedAt.timeIntervalSince1970) == Int(manifest.sealedAt.timeIntervalSince1970.rounded(.down))
        if !agrees {
            note(.manifestIndex, name, "the index says another thing than the manifest; restore it from a backup")
        }
        let expectsReceipt = stored.state != .announced
        if stored.hasReceipt != expectsReceipt {
            note(
                .receiptMissing, name,
                expectsReceipt
                    ? "it is \(stored.state.rawValue) and has no receipt; restore the index from a backup"
                    : "it awaits pages and has a receipt; restore the index from a backup")
        }
    }

    private mutating func checkPages(_ stored: StoredManifest, _ manifest: Manifest) {
        // Documents that are reused have no pages, and none is listed of them.
        let documents = stored.state == .complete ? manifest.documents.filter { !$0.pages.isEmpty } : []
        let expected = documents.map { $0.pages.map(\.digest) }
        if stored.pages != expected {
            note(
                .pageUnlisted, stored.digest.rawValue,
                "the index does not list the pages that the manifest names; run `sohoa-collector recount --repair`")
        }
        for page in stored.unadmitted {
            note(
                .pageUnlisted, page.rawValue,
                "site \(stored.site) has delivered it and the index does not say so; run "
                    + "`sohoa-collector recount --repair`")
        }
    }

    private mutating func checkChain(_ stored: StoredManifest, _ manifest: Manifest?, _ chain: inout ChainProgress) {
        let name = stored.digest.rawValue
        if stored.sequence != chain.sequence + 1 {
            note(
                .chainBroken, stored.station.rawValue,
                "place \(stored.sequence) follows place \(chain.sequence): manifests between are missing")
        } else if let manifest, manifest.previous != chain.digest {
            note(.chainBroken, stored.station.rawValue, "manifest \(name) does not follow the one before it")
        }
        chain.sequence = stored.sequence
        chain.digest = stored.digest
    }

    private mutating func checkHead(of station: StationRecord, _ chain: ChainProgress) {
        if chain.sequence < station.headSequence {
            note(
                .chainBroken, station.id.rawValue,
                "the chain had \(station.headSequence) manifests and has \(chain.sequence): the last are missing")
        } else if chain.sequence == station.headSequence, chain.digest != station.headDigest {
            note(.chainBroken, station.id.rawValue, "the last manifest is not the one that the station's row names")
        }
    }
}
