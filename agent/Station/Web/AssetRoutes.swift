import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// The page itself, which is inside the program.
struct AssetRoutes: Sendable {
    private struct Asset: Sendable {
        let type: String
        let bytes: [UInt8]
        let gzipped: [UInt8]
        let tag: String

        init(_ type: String, _ bytes: [UInt8]) {
            self.type = type
            self.bytes = bytes
            gzipped = Gzip.compressed(bytes)
            tag = "\"\(ContentDigest(sha256Of: Data(bytes)).rawValue)\""
        }
    }

    private static let assets: [String: Asset] = [
        "about.js": Asset("text/javascript; charset=utf-8", PackageResources.about_js),
        "adding.js": Asset("text/javascript; charset=utf-8", PackageResources.adding_js),
        "api.js": Asset("text/javascript; charset=utf-8", PackageResources.api_js),
        "combo.js": Asset("text/javascript; charset=utf-8", PackageResources.combo_js),
        "deeds.js": Asset("text/javascript; charset=utf-8", PackageResources.deeds_js),
        "desk.js": Asset("text/javascript; charset=utf-8", PackageResources.desk_js),
        "dialog.js": Asset("text/javascript; charset=utf-8", PackageResources.dialog_js),
        "draft.js": Asset("text/javascript; charset=utf-8", PackageResources.draft_js),
        "drag.js": Asset("text/javascript; charset=utf-8", PackageResources.drag_js),
        "entry.js": Asset("text/javascript; charset=utf-8", PackageResources.entry_js),
        "files.js": Asset("text/javascript; charset=utf-8", PackageResources.files_js),
        "finish.js": Asset("text/javascript; charset=utf-8", PackageResources.finish_js),
        "format.js": Asset("text/javascript; charset=utf-8", PackageResources.format_js),
        "found.js": Asset("text/javascript; charset=utf-8", PackageResources.found_js),
        "frame.js": Asset("text/javascript; charset=utf-8", PackageResources.frame_js),
        "help.js": Asset("text/javascript; charset=utf-8", PackageResources.help_js),
        "icons.js": Asset("text/javascript; charset=utf-8", PackageResources.icons_js),
        "": Asset("text/html; charset=utf-8", PackageResources.index_html),
        "keys.js": Asset("text/javascript; charset=utf-8", PackageResources.keys_js),
        "kit.js": Asset("text/javascript; charset=utf-8", PackageResources.kit_js),
        "look.js": Asset("text/javascript; charset=utf-8", PackageResources.look_js),
        "moving.js": Asset("text/javascript; charset=utf-8", PackageResources.moving_js),
        "officers.js": Asset("text/javascript; charset=utf-8", PackageResources.officers_js),
        "pages.js": Asset("text/javascript; charset=utf-8", PackageResources.pages_js),
        "paper.js": Asset("text/javascript; charset=utf-8", PackageResources.paper_js),
        "parts.js": Asset("text/javascript; charset=utf-8", PackageResources.parts_js),
        "preview.js": Asset("text/javascript; charset=utf-8", PackageResources.preview_js),
        "procedures.js": Asset("text/javascript; charset=utf-8", PackageResources.procedures_js),
        "scan.js": Asset("text/javascript; charset=utf-8", PackageResources.scan_js),
        "scanner.js": Asset("text/javascript; charset=utf-8", PackageResources.scanner_js),
        "session.js": Asset("text/javascript; charset=utf-8", PackageResources.session_js),
        "state.js": Asset("text/javascript; charset=utf-8", PackageResources.state_js),
        "station.css": Asset("text/css; charset=utf-8", PackageResources.station_css),
        "station.js": Asset("text/javascript; charset=utf-8", PackageResources.station_js),
        "strip.js": Asset("text/javascript; charset=utf-8", PackageResources.strip_js),
        "texts.js": Asset("text/javascript; charset=utf-8", PackageResources.texts_js),
        "view.js": Asset("text/javascript; charset=utf-8", PackageResources.view_js),
        "words-en.js": Asset("text/javascript; charset=utf-8", PackageResources.words_en_js),
        "words-rest-vi.js": Asset("text/javascript; charset=utf-8", PackageResources.words_rest_vi_js),
        "words-vi.js": Asset("text/javascript; charset=utf-8", PackageResources.words_vi_js),
        "work.js": Asset("text/javascript; charset=utf-8", PackageResources.work_js),
    ]

    func add(to router: Router<WebContext>) {
        for (path, asset) in Self.assets {
            router.get(RouterPath(path)) { request, _ in
                let isPacked = request.headers[.acceptEncoding]?.contains("gzip") == true
                // Two representations are told apart by their tags (RFC 9110, 8.8.3).
                let tag = isPacked ? "\(asset.tag.dropLast())-gzip\"" : asset.tag
                // Asked for again each time, so that a new version of the program shows at once; the answer is small.
                var headers: HTTPFields = [
                    .contentType: asset.type, .eTag: tag, .cacheControl: "no-cache", .vary: "Accept-Encoding",
                ]
                if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
                if isPacked { headers[.contentEncoding] = "gzip" }
                let bytes = isPacked ? asset.gzipped : asset.bytes
                return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
            }
        }
    }
}
