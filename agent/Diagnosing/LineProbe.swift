import Exchange
import FoundationEssentials
import Scanning
import Spool
import Uplink

/// Asks the collector once, for all checks that are about the way to it.
actor LineProbe {
    private let setup: Examination.Setup
    private var asked: Task<LineEvidence, Never>?

    init(_ setup: Examination.Setup) { self.setup = setup }

    /// What came of it; the first who asks waits for the network.
    func evidence() async -> LineEvidence {
        let task = asked ?? Task { [setup] in await LineEvidence(setup) }
        asked = task
        return await task.value
    }
}

/// What came of asking the collector.
struct LineEvidence: Sendable {
    /// The collector's address as it is configured; nil when none is known.
    let url: String?
    /// The proxy on the way, without name and password; nil when there is none.
    let proxy: String?
    /// The answer of `/v1/health`, or why there is none.
    var answer: Result<Response, any Error>?
    /// When it came, by this PC's clock.
    var answeredAt = Date()
    /// What the other end shows, whether it is trusted or not.
    var certificates: [PeerCertificate] = []
    /// Whether the station is enrolled, and what the collector says to its signature.
    var admission = Admission.notEnrolled

    enum Admission: Sendable {
        case notEnrolled
        case unreadable(String)
        case admitted
        case refused(Failure)
        /// The collector could not be asked.
        case unknown
    }

    init(_ setup: Examination.Setup) async {
        let credentials: Credentials?
        do { credentials = try Credentials(in: setup.data) } catch {
            credentials = nil
            admission = .unreadable("\(error)")
        }
        url = setup.collector ?? credentials?.identity.collectorURL
        guard let url else {
            proxy = nil
            return
        }
        let settings = TransportSettings(
            proxy: setup.proxy.map { .url($0) } ?? .environment, addedCertificates: setup.caFile,
            version: setup.version, connectTimeout: 10, silenceTimeout: 10)
        let address = try? CollectorAddress(url)
        proxy =
            setup.proxy.map(Self.masked)
            ?? (address?.isLoopback == false ? Self.proxyOfEnvironment.map(Self.masked) : nil)
        let transport: CurlTransport
        do {
            transport = try CurlTransport(to: CollectorAddress(url), settings: settings)
            answer = .success(try await transport.perform(Request(.get, "v1/health")))
        } catch {
            answer = .failure(error)
            answeredAt = Date()
            if let address {
                certificates = (try? await CurlTransport.certificates(at: address, settings: settings)) ?? []
            }
            if credentials != nil { admission = .unknown }
            return
        }
        answeredAt = Date()
        if let address { certificates = (try? await CurlTransport.certificates(at: address, settings: settings)) ?? [] }
        guard let credentials else { return }
        let identity = StationIdentity(
            station: credentials.identity.station, key: credentials.key, collector: credentials.identity.collector,
            collectorKey: credentials.collectorKey)
        let client = CollectorClient(identity: identity, transport: transport)
        do throws(Failure) {
            _ = try await client.briefing(etag: nil)
            admission = .admitted
        } catch { admission = .refused(error) }
    }

    /// The answer, where it is the collector's.
    var health: Health? {
        guard case .success(let response)? = answer, response.status == 200 else { return nil }
        return try? Wire.decode(Health.self, from: response.body)
    }

    /// Why there is no answer.
    var failure: TransportError? {
        if case .failure(let error as TransportError)? = answer { error } else { nil }
    }

    /// The collector's clock less this PC's, in seconds; nil where it did not tell.
    var clockOffset: Int? {
        guard health != nil, case .success(let response)? = answer,
            let theirs = response["Date"].flatMap(HTTPTime.date)
        else { return nil }
        return Int(theirs.timeIntervalSince(answeredAt).rounded())
    }

    struct Health: Decodable, Sendable {
        let status: String
        let version: String
    }

    private static var proxyOfEnvironment: String? {
        let environment = ProcessInfo.processInfo.environment
        return ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty }
    }

    private static func masked(_ address: String) -> String {
        guard let end = address.lastIndex(of: "@") else { return address }
        let start = address.firstRange(of: "://").map(\.upperBound) ?? address.startIndex
        return start < end ? address[..<start] + "***" + address[end...] : address
    }
}
