import Testing

@testable import Webhooks

@Suite("Where a webhook may send")
struct URLTests {
    @Test(
        "TLS anywhere, without TLS only to this machine",
        arguments: [
            "https://kho.soctrang.example.vn/hooks?x=1", "https://10.0.0.8:8443/", "http://localhost:9000/hook",
            "http://127.0.0.1/", "http://127.1.2.3:80/x", "http://[::1]:9000/hook", "HTTPS://Example.vn/",
        ])
    func allowed(_ text: String) throws { #expect(try WebhookURL(text).description == text) }

    @Test(
        "Everything else is refused, with the reason",
        arguments: [
            ("http://kho.example.vn/", WebhookURLError.unprotected), ("http://127.0.0.1.example.vn/", .unprotected),
            ("http://10.0.0.8/", .unprotected), ("https://ten:mat-khau@example.vn/", .withPassword),
            ("ftp://example.vn/", .malformed), ("example.vn/hook", .malformed), ("", .malformed),
            ("https:///x", .malformed), ("https://example.vn/#x", .malformed), ("https://example.vn/hồ-sơ", .malformed),
            ("https://example.vn/" + String(repeating: "x", count: 2000), .malformed),
        ] as [(String, WebhookURLError)])
    func refused(_ text: String, _ reason: WebhookURLError) {
        #expect(throws: reason) { try WebhookURL(text) }
    }
}
