import Dossiers
import Exchange
import Exports
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import NIOCore
import Registry
import SystemPackage

/// Taking a dossier along, for those who have opened it: the reason then given goes to the audit trail once more.
struct DossierExportPages: Sendable {
    let gate: WebGate
    let intake: Intake
    let organisation: String
    let version: String
    let outbox: OutgoingFolder

    var endpoints: [Endpoint] {
        [gate.endpoint("/dossiers/{site}/{code}/export", for: .holders(.openDossiers), post: export)]
    }

    /// Bytes that are in memory at a time while a file is sent.
    private static let piece = 256 << 10

    @concurrent
    private func export(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        guard let code = ask.context.parameters.get("code").flatMap(DossierCode.init(rawValue:)),
            let site = ask.context.parameters.get("site").flatMap(SiteID.init(rawValue:))
        else { throw WebProblem.notFound }
        try visitor.require(.openDossiers, at: site)
        guard let form = ask.form.text("form").flatMap(DossierFile.init(rawValue:)) else { throw WebProblem.malformed }
        let read = try await gate.registry.perform { registry throws(RegistryError) in
            (
                try registry.opening(of: code, at: site, in: visitor.session),
                try registry.dossier(code, at: site).first,
                try registry.procedures(), try registry.stations()
            )
        }
        guard let opening = read.0 else { return WebAsk.seeOther(DossierPages.path(of: code, at: site)) }
        guard let record = read.1 else { throw WebProblem.notFound }
        let contents = try DossierContents(record, procedures: read.2)
        let space = try await intake.space()
        guard space.free - form.room(for: contents) >= space.minimum else { throw WebProblem.noRoom }
        let entry = visitor.entry(
            "dossier.export", code.rawValue, site: site, reason: opening.reason,
            detail: "\(form.rawValue) of \(contents.pages.count) pages", at: ask.now)
        try await gate.registry.perform { registry throws(RegistryError) in try registry.audit(entry) }
        let keys = Dictionary(uniqueKeysWithValues: read.3.map { ($0.id, $0.key) })
        let file = try await make(form, contents, keys, by: visitor.account.actor, at: ask.now)
        return Response(
            status: .ok,
            headers: [
                .contentType: form.mediaType,
                .contentDisposition: "attachment; filename=\"ho-so-\(code).\(form.ending)\"",
            ], body: body(of: file))
    }

    private func make(
        _ form: DossierFile, _ contents: DossierContents, _ keys: [StationID: VerificationKey], by actor: String,
        at now: Date
    ) async throws -> OutgoingFile {
        let program = "sohoa-collector \(version)"
        let origin = DossierBag.Origin(
            collector: intake.identity, organisation: organisation, key: intake.key.verificationKey, program: program,
            actor: actor, moment: now)
        let (intake, outbox) = (intake, outbox)
        return try await gate.registry.perform { _ throws(RegistryError) in
            Result {
                try outbox.make { path in
                    try form.write(
                        contents, of: intake.store,
                        bag: { DossierBag(contents, store: $0, keys: keys, origin: origin) }, producer: program,
                        at: now, to: path)
                }
            }
        }.get()
    }

    private func body(of file: OutgoingFile) -> ResponseBody {
        let registry = gate.registry
        return ResponseBody(contentLength: file.byteLength) { writer in
            var offset = 0
            while offset < file.byteLength {
                let start = offset
                let bytes = try await registry.perform { _ throws(RegistryError) in
                    Result { try file.read(at: start, count: Self.piece) }
                }.get()
                try await writer.write(ByteBuffer(bytes: bytes))
                offset += bytes.count
            }
            try await writer.finish(nil)
        }
    }
}

extension WebProblem {
    /// Why a dossier cannot be taken along; nil where it is another fault.
    init?(export error: any Error) {
        switch error {
        case DossierExportError.nothingComplete: self = .notComplete
        case DossierExportError.unusable: self = .unusablePage
        case DossierExportError.damaged: self = .damagedPage
        case DossierExportError.tooLarge: self = .tooLargeForArchive
        case is OutgoingFolder.Busy: self = .busy
        default: return nil
        }
    }
}
