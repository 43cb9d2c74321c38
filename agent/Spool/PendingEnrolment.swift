import ContentStore
import Dossiers
package import Exchange
import FoundationEssentials
package import SystemPackage

/// An enrolment that was asked for and not yet answered.
///
/// The collector uses a join token up with its first answer, and gives the same answer again to the same key alone. So
/// the key is durable, in `enrolment.json` (mode 0600), before the token is sent.
package struct PendingEnrolment: Sendable {
    package let key: SigningKey

    private struct File: Codable {
        /// Of the token, which is a secret itself.
        let tokenDigest: ContentDigest
        /// PKCS#8 in PEM. Secret.
        let privateKey: String
    }

    /// The enrolment that was begun with this token, or a new one with a key of its own.
    package static func begun(with token: String, in directory: FilePath) throws(SpoolError) -> PendingEnrolment {
        let path = directory.appending(fileName)
        let digest = ContentDigest(sha256Of: Data(token.utf8))
        let bytes: [UInt8]?
        do { bytes = try DurableFile.read(path) } catch { throw .store(error) }
        if let file = bytes.flatMap({ try? Wire.decode(File.self, from: Data($0)) }), file.tokenDigest == digest,
            let key = try? SigningKey(pem: file.privateKey)
        {
            return PendingEnrolment(key: key)
        }
        let key = SigningKey()
        // Plain values always encode.
        let file = try! Wire.encode(File(tokenDigest: digest, privateKey: key.pemRepresentation))
        do throws(ContentStoreError) { try DurableFile.write(Array(file), to: path, mode: 0o600) } catch {
            throw .store(error)
        }
        return PendingEnrolment(key: key)
    }

    /// Forgets what was begun, once the credentials are stored.
    package static func end(in directory: FilePath) throws(SpoolError) {
        do { try DurableFile.remove(directory.appending(fileName)) } catch { throw .store(error) }
    }

    private static let fileName = "enrolment.json"
}
