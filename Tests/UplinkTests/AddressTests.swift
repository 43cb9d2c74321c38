import Testing

@testable import Uplink

struct CollectorAddressTests {
    @Test(arguments: [
        ("https://sohoa.example.gov.vn", "https://sohoa.example.gov.vn/"),
        ("https://sohoa.example.gov.vn/", "https://sohoa.example.gov.vn/"),
        ("https://host:8443/sohoa", "https://host:8443/sohoa/"), ("http://127.0.0.1:8080", "http://127.0.0.1:8080/"),
        ("http://localhost:1/x/", "http://localhost:1/x/"), ("http://[::1]:9/", "http://[::1]:9/"),
        ("http://127.1.2.3", "http://127.1.2.3/"),
    ]) func `https anywhere and http to this PC are taken`(text: String, base: String) throws {
        #expect(try CollectorAddress(text).base == base)
    }

    @Test(arguments: [
        "http://example.gov.vn", "http://10.0.0.1", "http://127.0.0.1.example.com", "http://localhost.example.com",
        "http://128.0.0.1", "http://0.0.0.0", "http://[::2]",
    ]) func `http to another machine is refused`(text: String) {
        #expect {
            try CollectorAddress(text)
        } throws: { error in
            if case ConfigurationError.plainBeyondLoopback = error { true } else { false }
        }
    }

    @Test(arguments: ["", "example.gov.vn", "/path", "https://", "http://127.0.0.1:port", "https://a b"])
    func `what is no URL is refused`(text: String) {
        #expect(throws: ConfigurationError.notAnAddress(text)) { try CollectorAddress(text) }
    }

    @Test func `other schemes and further parts are refused`() {
        #expect(throws: ConfigurationError.unsupportedScheme("ftp")) { try CollectorAddress("ftp://127.0.0.1/") }
        #expect(throws: ConfigurationError.unsupportedScheme("sftp")) { try CollectorAddress("sftp://127.0.0.1/") }
        #expect(throws: ConfigurationError.excessInAddress("a user name or password")) {
            try CollectorAddress("https://user:secret@host/")
        }
        #expect(throws: ConfigurationError.excessInAddress("a query or fragment")) {
            try CollectorAddress("https://host/?x=1")
        }
    }

    @Test func `only https or loopback remain when the host is written in another way`() throws {
        // libcurl reads 0x7f.1 as 127.0.0.1, and what it reads is what it connects to.
        #expect(try CollectorAddress("http://0x7f.1:80/").base == "http://127.0.0.1:80/")
        #expect(throws: ConfigurationError.self) { try CollectorAddress("http://127.0.0.1@example.com/") }
        #expect(throws: ConfigurationError.self) { try CollectorAddress("http://example.com\\@127.0.0.1/") }
    }
}

struct UploadPathTests {
    @Test(arguments: [
        ("/v1/uploads/abc-1", "v1/uploads/abc-1"), ("https://inner:8080/v1/uploads/A_b", "v1/uploads/A_b"),
        ("/sohoa/v1/uploads/x", "v1/uploads/x"), ("v1/uploads/x", "v1/uploads/x"),
    ]) func `an upload's place is taken, whatever stands before it`(location: String, path: String) {
        #expect(UploadPath.relative(location) == path)
    }

    @Test(arguments: [
        "", "/v1/uploads/", "/v1/other/x", "/v1/uploads/../manifests", "/v1/uploads/a/b", "/v1/uploads/a?x",
        "/v1/uploads/a%2Fb", "/v1/uploads/é",
    ]) func `anything else is no upload`(location: String) {
        #expect(UploadPath.relative(location) == nil)
    }
}
