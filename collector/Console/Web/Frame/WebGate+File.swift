import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Registry

extension WebGate {
    /// A file for spreadsheets, after that it was taken was written into the trail.
    func file(
        _ text: String, _ name: String, _ choice: PeriodChoice, _ entry: AuditEntry
    ) async throws(RegistryError) -> Response {
        try await registry.perform { registry throws(RegistryError) in try registry.audit(entry) }
        let last = min(choice.asOf, choice.period.last)
        let fileName = "\(name)-\(choice.period.description)-\(last)".map { character in
            character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(String(fileName)).csv\"",
            ], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
