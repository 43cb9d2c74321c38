import ContentStore
package import Dossiers
package import Exchange
package import FoundationEssentials
package import SystemPackage

/// Who this PC is to the collector, as enrolment made it.
package struct EnrolledStation: Codable, Sendable, Hashable {
    package var station: StationID
    package var site: SiteID
    package var siteName: String
    package var level: Level
    /// Base address of the collector.
    package var collectorURL: String
    /// The collector's identity: audience of bearer tokens.
    package var collector: String
    /// SubjectPublicKeyInfo of the key that signs receipts, DER.
    package var collectorKey: Data
    package var enrolledAt: Date

    package init(answer: EnrolmentAnswer, collectorURL: String, enrolledAt: Date) {
        station = answer.station
        site = answer.site
        siteName = answer.siteName
        level = answer.level
        collector = answer.collector
        collectorKey = answer.collectorKey
        self.collectorURL = collectorURL
        self.enrolledAt = Date(timeIntervalSince1970: enrolledAt.timeIntervalSince1970.rounded(.down))
    }
}

/// An identity with the keys that prove it.
///
/// Both are in one file, `station.json` (mode 0600), replaced as a whole: an identity never stands beside another's key.
package struct Credentials: Sendable {
    package let identity: EnrolledStation
    package let key: SigningKey
    package let collectorKey: VerificationKey

    private struct File: Codable {
        let identity: EnrolledStation
        /// PKCS#8 in PEM. Secret.
        let privateKey: String
    }

    /// The credentials in `directory`, or nil when the station is not enrolled.
    package init?(in directory: FilePath) throws(SpoolError) {
        let bytes: [UInt8]?
        do { bytes = try DurableFile.read(directory.appending(Self.fileName)) } catch { throw .store(error) }
        guard let bytes else { return nil }
        guard let file = try? Wire.decode(File.self, from: Data(bytes)) else { throw .corrupt(Self.fileName) }
        identity = file.identity
        do {
            key = try SigningKey(pem: file.privateKey)
            collectorKey = try VerificationKey(der: file.identity.collectorKey)
        } catch { throw .key(error) }
    }

    /// Writes an identity and its key durably in the place of any former ones.
    package static func store(_ identity: EnrolledStation, key: SigningKey, in directory: FilePath)
        throws(SpoolError)
    {
        let file = File(identity: identity, privateKey: key.pemRepresentation)
        let path = directory.appending(fileName)
        do { try DurableFile.write(Array(try! Wire.encode(file)), to: path, mode: 0o600) } catch { throw .store(error) }
    }

    private static let fileName = "station.json"
}
