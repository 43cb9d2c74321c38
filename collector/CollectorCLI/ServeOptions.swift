import Console
import Logging

/// How the server is to run, once the settings are found to make sense together.
struct ServeOptions: Sendable {
    let address: ListenAddress
    let tls: TLSFiles?
    let isBehindProxy: Bool
    let logLevel: Logger.Level
    let minimumFreeBytes: Int
    /// Where figures for Prometheus are served; nil for nowhere.
    let metrics: ListenAddress?

    /// - Parameter port: in the place of the address's.
    init(_ settings: Settings, port: UInt16?) throws {
        let text = try settings.text(.listen)
        guard var address = ListenAddress(text) else {
            throw SettingsError.badValue(.listen, text, expected: "HOST:PORT, for instance 0.0.0.0:8460 or [::]:8460")
        }
        if let port { address.port = Int(port) }
        let level = try settings.text(.logLevel)
        guard let logLevel = Logger.Level(rawValue: level) else {
            throw SettingsError.badValue(
                .logLevel, level, expected: "one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        switch (try settings.optionalText(.tlsCertificate), try settings.optionalText(.tlsKey)) {
        case (let certificate?, let key?): tls = TLSFiles(certificate: certificate, key: key)
        case (nil, nil): tls = nil
        case (_?, nil): throw ServeError.half(given: .tlsCertificate, missing: .tlsKey)
        case (nil, _?): throw ServeError.half(given: .tlsKey, missing: .tlsCertificate)
        }
        isBehindProxy = try settings.isOn(.behindProxy)
        guard tls != nil || isBehindProxy || address.isLoopback else { throw ServeError.plainBeyondLoopback(address) }
        metrics = try settings.optionalText(.metricsListen).map { text in
            guard let address = ListenAddress(text) else {
                throw SettingsError.badValue(
                    .metricsListen, text, expected: "HOST:PORT, for instance 127.0.0.1:8461")
            }
            return address
        }
        self.address = address
        self.logLevel = logLevel
        // Beyond 8 EiB there is nothing to distinguish.
        minimumFreeBytes = min(try settings.number(.minimumFree), 1 << 42) << 20
    }
}

/// Why the server cannot run as asked.
enum ServeError: CannotRun {
    case half(given: Setting, missing: Setting)
    case plainBeyondLoopback(ListenAddress)

    var description: String {
        switch self {
        case .half(let given, let missing): "\(given.flag) is given without \(missing.flag); TLS needs both"
        case .plainBeyondLoopback(let address):
            "serving plain HTTP on \(address) would send tokens and papers unencrypted; give "
                + "\(Setting.tlsCertificate.flag) and \(Setting.tlsKey.flag), or say \(Setting.behindProxy.flag) when a proxy in front ends TLS"
        }
    }
}
