import ArgumentParser
import Dossiers
import Exchange
import FoundationEssentials
import Glibc
import SettingsFiles
import Spool
import Uplink

/// Makes this PC a station of the collector.
struct EnrollCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: "Make this PC a station: make its key, and join with a one-off token.",
        discussion: """
            The key is made here and never leaves; compare the fingerprint shown with the one in the collector's list. \
            With --again, the station gets a new key and identity, and everything without a receipt is sealed anew: \
            nothing is lost. When the connection breaks before the answer comes, give the same command again: the token \
            is still good for the key that was made for it.
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: "The collector's address, https://…; with --again the former one without it.")
    var collector: String?

    @Option(help: "The join token; - reads it from standard input, where no other user of this PC sees it.")
    var token: String

    @Option(help: "A name for this PC in the collector's list; the host name without it.")
    var label: String?

    @Option(help: "HTTP proxy to go through.")
    var proxy: String?

    @Option(help: "File of further trusted certificates (PEM).")
    var caFile: String?

    @Flag(help: "Enrol anew in the place of the present enrolment.")
    var again = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await reporting {
            let settings = try await common.settings(["proxy": proxy, "ca-file": caFile])
            let spool = try settings.openSpool()
            let former = try Credentials(in: settings.data)
            if let former, !again {
                throw Refusal(
                    "this PC is enrolled as \(former.identity.station) of \(former.identity.siteName); to enrol anew, "
                        + "add --again")
            }
            guard let address = collector ?? former?.identity.collectorURL else {
                throw Refusal("name the collector: --collector https://…")
            }
            let token = try secret()
            let outcome = try await Enrolling(settings: settings, spool: spool).enrol(
                with: token, at: address, label: label, replacing: former)
            let (identity, credentials, resealed) = (outcome.identity, outcome.credentials, outcome.resealed)
            if json {
                try printJSON(Report(identity: identity, credentials: credentials, resealed: resealed))
            } else {
                printLine("Enrolled as \(identity.station) of \(identity.siteName) (\(identity.site))")
                printLine("Fingerprint of this station's key: \(credentials.key.verificationKey.spokenFingerprint)")
                printLine("Fingerprint of the collector's key: \(credentials.collectorKey.spokenFingerprint)")
                if resealed > 0 { printLine("Sealed anew: \(resealed) submissions without receipt") }
            }
        }
    }

    private struct Report: Encodable {
        var station: StationID
        var site: String
        var siteName: String
        var fingerprint: String
        var collectorFingerprint: String
        var resealed: Int

        init(identity: EnrolledStation, credentials: Credentials, resealed: Int) {
            station = identity.station
            site = identity.site.rawValue
            siteName = identity.siteName
            fingerprint = credentials.key.verificationKey.fingerprint
            collectorFingerprint = credentials.collectorKey.fingerprint
            self.resealed = resealed
        }
    }

    private func secret() throws -> String {
        guard token == "-" else { return token }
        guard let line = StandardInput.line(), !line.isEmpty else {
            throw Refusal("no token came on standard input")
        }
        return line
    }
}

extension Settings {
    /// The way to the collector at `address`.
    func transport(to address: String) throws -> CurlTransport {
        try CurlTransport(
            to: CollectorAddress(address),
            settings: TransportSettings(
                proxy: proxy.map { .url($0) } ?? .environment, addedCertificates: caFile,
                version: SohoaAgent.version))
    }
}
