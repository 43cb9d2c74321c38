import Foundation
import TestSupport
import Testing

@testable import Console

@Suite("Forms with a file")
struct MultipartFormTests {
    private func form(_ body: String, _ boundary: String = "x") -> MultipartForm? {
        MultipartForm(Array(body.utf8), boundary: Array(boundary.utf8))
    }

    private func part(_ disposition: String, _ content: String, more: String = "") -> String {
        "--x\r\nContent-Disposition: form-data; \(disposition)\r\n\(more)\r\n\(content)\r\n"
    }

    @Test("What Chromium, Firefox and curl send is read, byte by byte")
    func stock() throws {
        let content = "a;b\r\n\u{FEFF}1;--x\r\n--\r\n\r\n"
        for (boundary, type) in [
            ("----WebKitFormBoundary7MA4YWxkTrZu0gW", "application/vnd.ms-excel"),
            ("----geckoformboundary3b5fa4fd1a0b8f1c2d6e7f8091a2b3c4", "text/csv"),
            ("------------------------d74496d66958873e", "application/octet-stream"),
        ] {
            let body = """
                --\(boundary)\r
                Content-Disposition: form-data; name="csrf"\r
                \r
                tôi\r
                --\(boundary)\r
                Content-Disposition: form-data; name="file"; filename="mẫu số %22quý%22.csv"\r
                Content-Type: \(type)\r
                \r
                \(content)\r
                --\(boundary)--\r

                """
            let read = try #require(form(body, boundary))
            #expect(read.fields["csrf"] == "tôi")
            #expect(read.file?.name == "mẫu số \"quý\".csv" && read.file?.field == "file")
            #expect(read.file?.bytes == Array(content.utf8))
        }
        // curl before 7.81 escapes by a backslash; old browsers send the whole path.
        let old = part(#"name="file"; filename="C:\Số liệu\a \"b\".csv""#, "1") + "--x--"
        #expect(form(old)?.file?.name == "a \"b\".csv")
        let bytes = [UInt8](0...255)
        let binary = Array(part("name=file; filename=x", "\u{0}").utf8)
        let place = binary.count - 3
        let whole = Array(binary[..<place]) + bytes + Array("\r\n--x--".utf8)
        #expect(MultipartForm(whole, boundary: Array("x".utf8))?.file?.bytes == bytes)
    }

    @Test("A part may be empty, stand behind a preamble, and have spaces behind its delimiter")
    func loose() {
        #expect(form("--x--")?.file == nil)
        #expect(form("hello\r\n" + part("name=a", "") + "--x--\r\nbye")?.fields["a"] == "")
        // Without content the line end behind the header is the delimiter's.
        #expect(form("--x \t\r\ncontent-disposition:form-data;NAME=a\r\n\r\n--x--")?.fields["a"] == "")
        #expect(form("--x \t\r\ncontent-disposition:form-data;NAME=a\r\n\r\n\r\n--x--")?.fields["a"] == "")
        // No file was chosen.
        #expect(form(part(#"name="file"; filename="""#, "") + "--x--")?.file == nil)
        #expect(form(part("name=a", "1") + part("name=a", "2") + "--x--")?.fields.all("a") == ["1", "2"])
    }

    @Test(
        "What breaks off, does not end, or is anything else, is no form",
        arguments: [
            "", "--x", "--x\r\n", "--y--", "--xy--",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1",
            // Broken off in the middle of the file: the last delimiter is missing.
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\na,b\r\n1,2\r\n",
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\na,b\r\n--x-",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\n\n1\r\n--x--",
            "--x\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--x--",
            "--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--",
            "--x\r\nContent-Type: text/plain\r\n\r\n1\r\n--x--",
            "--x\r\n\r\n1\r\n--x--", "--xtra\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--",
            "--x\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\n1\r\n--x--",
        ])
    func hostile(_ body: String) { #expect(form(body) == nil) }

    @Test("Parts, headers, fields and files have limits")
    func limits() {
        let file = part(#"name="file"; filename="a""#, "1")
        #expect(form(file + "--x--")?.file != nil && form(file + file + "--x--") == nil)
        func many(_ count: Int) -> String { String(repeating: part("name=a", "1"), count: count) + "--x--" }
        #expect(form(many(50))?.fields.all("a").count == 50 && form(many(51)) == nil)
        func long(_ count: Int) -> String { part("name=a", String(repeating: "é", count: count / 2)) + "--x--" }
        #expect(form(long(16_384)) != nil && form(long(16_386)) == nil)
        func header(_ count: Int) -> String {
            part("name=a", "1", more: "X: \(String(repeating: "y", count: count))\r\n") + "--x--"
        }
        #expect(form(header(4000)) != nil && form(header(4096)) == nil)
        // A field is text.
        let damaged =
            Array("--x\r\nContent-Disposition: form-data; name=a\r\n\r\n".utf8) + [0xFF] + Array("\r\n--x--".utf8)
        #expect(MultipartForm(damaged, boundary: Array("x".utf8)) == nil)
        #expect(FormFile.plainName("../../etc/pass\u{202E}wd\u{0}") == "passwd" && FormFile.plainName("a/") == "a")
        #expect(FormFile.plainName("") == "?" && FormFile.plainName(String(repeating: "ệ", count: 300)).count == 100)
    }

    @Test("A boundary is taken as it is written, and only where there is one")
    func boundary() {
        func boundary(_ type: String) -> String? {
            MultipartForm.boundary(of: type).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(boundary("multipart/form-data; boundary=abc") == "abc")
        #expect(boundary("Multipart/Form-Data;charset=utf-8; Boundary=\"a;b c\"") == "a;b c")
        for wrong in [
            "", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
            "multipart/mixed; boundary=a", "multipart/form-data; boundary=\(String(repeating: "a", count: 71))",
            "multipart/form-data; boundary=ệ",
            "application/x-www-form-urlencoded; boundary=a",
        ] { #expect(boundary(wrong) == nil, "\(wrong)") }
    }

    @Test("Wherever a body is cut or a byte of it is lost, nothing breaks and no file is longer than what was sent")
    func damage() {
        let content = String(repeating: "a,b\r\n1,2\r\n", count: 4)
        let body = Array((part("name=csrf", "t") + part(#"name="file"; filename="a.csv""#, content) + "--x--").utf8)
        for length in 0..<body.count {
            #expect(MultipartForm(Array(body[..<length]), boundary: Array("x".utf8)) == nil, "\(length)")
        }
        var random = Seeded(3)
        for _ in 0..<2000 {
            var damaged = body
            damaged[Int.random(in: 0..<body.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            if let file = MultipartForm(damaged, boundary: Array("x".utf8))?.file {
                #expect(file.bytes.count <= content.utf8.count)
            }
        }
    }
}
