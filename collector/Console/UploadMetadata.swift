import Dossiers
import FoundationEssentials

/// The pairs in an `Upload-Metadata` field: comma-separated, each a key, a space and base64 of the value.
struct UploadMetadata {
    private let values: [String: String]

    /// Nil when `field` is not of that form.
    init?(_ field: String) {
        var values: [String: String] = [:]
        for pair in field.split(separator: ",") {
            let parts = pair.split(separator: " ", omittingEmptySubsequences: true)
            guard let key = parts.first, parts.count <= 2 else { return nil }
            var value = ""
            if parts.count == 2 {
                guard let bytes = Data(base64Encoded: String(parts[1])),
                    let text = String(validating: bytes, as: UTF8.self)
                else { return nil }
                value = text
            }
            guard values.updateValue(value, forKey: String(key)) == nil else { return nil }
        }
        self.values = values
    }

    /// The manifest whose pages the upload shall bring.
    var manifest: ContentDigest? { values["manifest"].flatMap(ContentDigest.init(rawValue:)) }
}
