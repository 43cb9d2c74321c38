import Dossiers
import Exchange
import FoundationEssentials
import Hummingbird
import NIOCore

extension Request {
    /// The most bytes of a body with JSON.
    static let jsonLimit = 64 << 10

    /// The value in the body.
    ///
    /// - Throws: a refusal that names the member at fault.
    func read<Value: Decodable>(_: Value.Type) async throws -> Value {
        let buffer: ByteBuffer
        do { buffer = try await body.collect(upTo: Self.jsonLimit) } catch is NIOTooManyBytesError {
            throw StationRefusal.tooLarge
        }
        do { return try Wire.decode(Value.self, from: Data(buffer.readableBytesView)) } catch {
            throw error.member == "code" ? .badCode : StationRefusal.malformed(error.member)
        }
    }
}

extension WebContext {
    /// The dossier code in the address.
    var code: DossierCode {
        get throws(StationRefusal) {
            guard let text = parameters.get("code"), let code = DossierCode(rawValue: text) else {
                throw .badCode
            }
            return code
        }
    }

    /// A number in the address.
    func number(_ name: String) throws(StationRefusal) -> Int {
        guard let number = parameters.get(name).flatMap({ Int($0) }) else { throw .malformed(name) }
        return number
    }
}
