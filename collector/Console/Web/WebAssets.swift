import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// The files that pages bring along, which are inside the program.
struct WebAssets: Sendable {
    private static let style = PackageResources.province_css

    /// Changes with the style sheet, so that browsers may keep it for ever.
    static let styleVersion = String(ContentDigest(sha256Of: Data(style)).rawValue.prefix(12))

    var endpoints: [Endpoint] {
        [
            Endpoint(
                "/province.css",
                [
                    .get: { _, _ in
                        Response(
                            status: .ok,
                            headers: [
                                .contentType: "text/css; charset=utf-8",
                                .cacheControl: "public, max-age=31536000, immutable",
                            ], body: .init(byteBuffer: ByteBuffer(bytes: Self.style)))
                    }
                ])
        ]
    }
}
