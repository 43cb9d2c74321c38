import ArgumentParser
import Configuration
import SystemPackage

/// `serve`: runs the server.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Receive what stations deliver.",
        discussion: """
            Writes one line to standard output when it listens: 'listening on ' and its address. The log goes to \
            standard error. Stops on SIGTERM and SIGINT, after answering what is in hand. A replaced certificate is put \
            to use within ten seconds.

            Serves TLS with --tls-certificate and --tls-key. Without them it serves plain HTTP, on loopback only unless \
            --behind-proxy says that a proxy in front ends TLS.
            """)

    @OptionGroup var directory: DataDirectoryOptions

    @Option(help: ArgumentHelp("The address to serve on. (default: 127.0.0.1:8460)", valueName: "host:port"))
    var listen: String?

    @Option(help: "The port, in the place of the address's; 0 lets the system choose.")
    var port: UInt16?

    @Option(help: ArgumentHelp("The certificate chain, PEM.", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The certificate's private key, PEM.", valueName: "file"))
    var tlsKey: String?

    @Flag(help: "A proxy in front ends TLS: plain HTTP is allowed beyond loopback.")
    var behindProxy = false

    @Option(help: "MiB of free disk below which nothing more is taken in. (default: 1024)")
    var minimumFree: Int?

    @Option(
        help: ArgumentHelp(
            "Serve figures for Prometheus at /metrics of this address, in plain HTTP. (default: none)",
            valueName: "host:port"))
    var metricsListen: String?

    @Option(
        help: ArgumentHelp(
            "trace, debug, info, notice, warning, error or critical. (default: info)", valueName: "level"))
    var logLevel: String?

    func run() async throws {
        let settings = try await directory.settings(flags: flags)
        let options = try ServeOptions(settings, port: port)
        let path = FilePath(try settings.text(.data))
        let data = try DataDirectory.open(path)
        let lock = try ServerLock(directory: path)
        try await Server(data: data, options: options).run()
        _ = consume lock
    }

    private var flags: [Setting: ConfigValue] {
        var flags: [Setting: ConfigValue] = [:]
        if let listen { flags[.listen] = ConfigValue(stringLiteral: listen) }
        if let tlsCertificate { flags[.tlsCertificate] = ConfigValue(stringLiteral: tlsCertificate) }
        if let tlsKey { flags[.tlsKey] = ConfigValue(stringLiteral: tlsKey) }
        if behindProxy { flags[.behindProxy] = true }
        if let minimumFree { flags[.minimumFree] = ConfigValue(integerLiteral: minimumFree) }
        if let metricsListen { flags[.metricsListen] = ConfigValue(stringLiteral: metricsListen) }
        if let logLevel { flags[.logLevel] = ConfigValue(stringLiteral: logLevel) }
        return flags
    }
}
