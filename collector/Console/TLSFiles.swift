import Glibc
import HummingbirdTLS

/// The certificate and its key, in PEM files.
package struct TLSFiles: Sendable, Hashable {
    package var certificate: String
    package var key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// Reads both files.
    func load() throws(TLSFilesError) -> TLSConfiguration {
        try checkKeyIsPrivate()
        let chain: [NIOSSLCertificate]
        do { chain = try NIOSSLCertificate.fromPEMFile(certificate) } catch {
            throw .certificateUnusable(file: certificate, reason: "\(error)")
        }
        let privateKey: NIOSSLPrivateKey
        do { privateKey = try NIOSSLPrivateKey(file: key, format: .pem) } catch {
            throw .keyUnusable(file: key, reason: "\(error)")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv12
        return configuration
    }

    /// What changes when a file is replaced.
    var stamp: [Int] { [certificate, key].flatMap { Self.stamp(of: $0) } }

    private func checkKeyIsPrivate() throws(TLSFilesError) {
        var status = stat()
        guard unsafe stat(key, &status) == 0 else {
            throw .keyUnusable(file: key, reason: unsafe String(cString: strerror(errno)))
        }
        // A group of its own is the custom for keys that several services use (Debian's ssl-cert).
        guard status.st_mode & 0o007 == 0 else { throw .keyExposed(file: key) }
    }

    private static func stamp(of path: String) -> [Int] {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return [] }
        return [Int(status.st_ino), Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    }
}

/// Why TLS cannot be served with the files given.
package enum TLSFilesError: Error, Sendable, Hashable, CustomStringConvertible {
    case certificateUnusable(file: String, reason: String)
    case keyUnusable(file: String, reason: String)
    case keyExposed(file: String)
    case mismatched(TLSFiles, reason: String)

    package var description: String {
        switch self {
        case .certificateUnusable(let file, let reason):
            "the certificate \(file) cannot be used (\(reason)); it must be a PEM file that this user can read"
        case .keyUnusable(let file, let reason):
            "the key \(file) cannot be used (\(reason)); it must be an unencrypted PEM file that this user can read"
        case .keyExposed(let file):
            "the key \(file) can be read by everybody on this machine; set it right with 'chmod o= \(file)'"
        case .mismatched(let files, let reason):
            "the key \(files.key) does not fit the certificate \(files.certificate) (\(reason))"
        }
    }
}
