import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Intake

/// Where stations post manifests and fetch receipts.
struct ManifestRoutes: Sendable {
    let intake: Intake
    let gate: StationGate
    let limits: ConsoleLimits

    var endpoints: [Endpoint] {
        [
            Endpoint("/v1/manifests", [.post: submit]),
            Endpoint("/v1/manifests/{digest}", [.get: status]),
            Endpoint("/v1/manifests/{digest}/receipt", [.get: receipt]),
        ]
    }

    @concurrent
    private func submit(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let station = try await gate.station(of: request)
        let bytes = try await JSONBody(limits).read(request, context, limit: limits.manifestBody)
        let isKnown = await isKnown(bytes, to: station)
        let answer = try await intake.submit(bytes, from: station)
        return response(to: answer, at: request.uri.path, status: isKnown ? .ok : .created)
    }

    /// Whether the manifest in `bytes` was announced before.
    private func isKnown(_ bytes: Data, to station: StationIdentity) async -> Bool {
        guard let envelope = try? Wire.decode(Envelope.self, from: bytes) else { return false }
        return (try? await intake.status(of: envelope.payloadDigest, for: station)) != nil
    }

    @concurrent
    private func status(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let station = try await gate.station(of: request)
        let answer = try await intake.status(of: try digest(in: context), for: station)
        return response(to: answer, at: request.uri.path, status: .ok)
    }

    @concurrent
    private func receipt(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let station = try await gate.station(of: request)
        let receipt = try await intake.receipt(of: try digest(in: context), for: station)
        return .json(receipt, mediaType: "application/vnd.dsse+json")
    }

    private func digest(in context: ConsoleContext) throws -> ContentDigest {
        guard let digest = context.parameters.get("digest").flatMap(ContentDigest.init(rawValue:)) else {
            throw ProblemAnswer.malformed("A manifest is named by its SHA-256: 64 lower-case hexadecimal digits.")
        }
        return digest
    }

    private func response(to answer: SubmissionAnswer, at path: String, status: HTTPResponse.Status) -> Response {
        var response = Response.json(answer.status, status: status)
        if let upload = answer.upload {
            response.headers.append(contentsOf: UploadFields.of(upload))
            response.headers[.location] = UploadFields.location(of: upload.id, seenFrom: path)
            response.headers[.tusResumable] = Tus.version
        }
        return response
    }
}
