import Exchange
import HTTPTypes
import Hummingbird
import Intake

/// Uploads by tus 1.0: core, creation, checksum, termination, expiration.
struct UploadRoutes: Sendable {
    let intake: Intake
    let gate: StationGate
    let limits: ConsoleLimits

    var endpoints: [Endpoint] {
        [
            Endpoint("/v1/uploads", [.options: capabilities, .post: create]).speakingTus(),
            Endpoint("/v1/uploads/{id}", [.head: offset, .patch: append, .delete: terminate, .post: tunnelled])
                .speakingTus(),
        ]
    }

    @concurrent
    private func capabilities(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        Response(
            status: .noContent,
            headers: [
                .tusVersion: Tus.version, .tusExtension: Tus.extensions,
                .tusMaxSize: "\(Tus.maximumSize)", .tusChecksumAlgorithm: Tus.checksumAlgorithms,
            ])
    }

    @concurrent
    private func create(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let station = try await gate.station(of: request)
        guard let length = UploadNumber(request.headers[.uploadLength]) else {
            throw ProblemAnswer.malformed("Upload-Length must be the sum of the byte lengths of the pages needed.")
        }
        let metadata = request.headers[.uploadMetadata].flatMap(UploadMetadata.init)
        guard let manifest = metadata?.manifest else {
            throw ProblemAnswer.malformed(
                "Upload-Metadata must have the pair 'manifest' with base64 of the manifest's digest in 64 hexadecimal "
                    + "digits.")
        }
        let upload = try await intake.createUpload(for: manifest, length: length.value, from: station)
        var headers = UploadFields.of(upload)
        headers[.location] = UploadFields.location(of: upload.id, seenFrom: request.uri.path)
        return Response(status: .created, headers: headers)
    }

    @concurrent
    private func offset(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let station = try await gate.station(of: request)
        let upload = try await intake.upload(id(in: context), for: station)
        return Response(status: .ok, headers: UploadFields.of(upload))
    }

    @concurrent
    private func append(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let station = try await gate.station(of: request)
        let order = try AppendOrder(request)
        let upload = try await Appending(intake: intake, limits: limits)
            .run(order, of: request, to: id(in: context), reading: context.reading, from: station)
        var headers = UploadFields.of(upload)
        headers[.sohoaReceipt] = UploadFields.receipt(of: upload)
        return Response(status: .noContent, headers: headers)
    }

    @concurrent
    private func terminate(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let station = try await gate.station(of: request)
        try await intake.terminate(id(in: context), from: station)
        return Response(status: .noContent)
    }

    /// What a proxy did not let through by its own name.
    @concurrent
    private func tunnelled(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        switch request.headers[.methodOverride]?.uppercased() {
        case "HEAD": try await offset(request, context)
        case "PATCH": try await append(request, context)
        case "DELETE": try await terminate(request, context)
        default:
            throw ProblemAnswer.malformed("A POST to an upload needs X-HTTP-Method-Override: HEAD, PATCH or DELETE.")
        }
    }

    private func id(in context: ConsoleContext) -> String { context.parameters.get("id") ?? "" }
}
