import Configuration

/// The collector's settings. Each may stand, in this order of precedence, on the command line, in the environment, in
/// the configuration file (JSON), or have its default.
enum Setting: String, CaseIterable {
    case data
    case listen
    case tlsCertificate = "tls.certificate"
    case tlsKey = "tls.key"
    case behindProxy
    case minimumFree
    case metricsListen = "metrics.listen"
    case logLevel = "log.level"

    /// Where the configuration file is, unless `--config` or `SOHOA_CONFIG` says otherwise.
    static let defaultFile = "/etc/sohoa/collector.json"

    var key: ConfigKey { ConfigKey(rawValue) }

    /// The environment variable, as swift-configuration derives it from the key.
    var environmentVariable: String {
        switch self {
        case .data: "SOHOA_DATA"
        case .listen: "SOHOA_LISTEN"
        case .tlsCertificate: "SOHOA_TLS_CERTIFICATE"
        case .tlsKey: "SOHOA_TLS_KEY"
        case .behindProxy: "SOHOA_BEHIND_PROXY"
        case .minimumFree: "SOHOA_MINIMUM_FREE"
        case .metricsListen: "SOHOA_METRICS_LISTEN"
        case .logLevel: "SOHOA_LOG_LEVEL"
        }
    }

    var flag: String {
        switch self {
        case .data: "--data"
        case .listen: "--listen"
        case .tlsCertificate: "--tls-certificate"
        case .tlsKey: "--tls-key"
        case .behindProxy: "--behind-proxy"
        case .minimumFree: "--minimum-free"
        case .metricsListen: "--metrics-listen"
        case .logLevel: "--log-level"
        }
    }

    /// The default. An empty text stands for "none".
    var fallback: ConfigValue {
        switch self {
        case .data: "/var/lib/sohoa-collector"
        case .listen: "127.0.0.1:8460"
        case .tlsCertificate, .tlsKey, .metricsListen: ""
        case .behindProxy: false
        case .minimumFree: 1024
        case .logLevel: "info"
        }
    }

    var meaning: String {
        switch self {
        case .data: "the data directory"
        case .listen: "address and port to serve on"
        case .tlsCertificate: "certificate chain, PEM"
        case .tlsKey: "private key of the certificate, PEM, not readable by others"
        case .behindProxy: "a proxy in front ends TLS: allow plain HTTP beyond loopback"
        case .metricsListen: "address and port of the figures for Prometheus; none without it"
        case .minimumFree: "MiB of free disk below which nothing more is taken in"
        case .logLevel: "trace, debug, info, notice, warning, error or critical"
        }
    }

    /// The table of all settings, for people: lines of at most 79 characters.
    static var table: String {
        let rows = allCases.map { setting in
            pad(setting.flag, to: 18) + pad(setting.environmentVariable, to: 22) + setting.rawValue + "\n"
                + "    " + setting.meaning + setting.fallbackNote
        }
        return "Settings (flag, environment, key in the file), the former over the latter:\n"
            + rows.joined(separator: "\n")
    }

    private var fallbackNote: String {
        switch fallback.content {
        case .string(let text) where !text.isEmpty: " [\(text)]"
        case .int(let number): " [\(number)]"
        default: ""
        }
    }

    private static func pad(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.utf8.count))
    }
}
