import FoundationEssentials

/// PDF files written by hand, as no honest program would write them.
enum SamplePDF {
    /// A file of these objects, of which the first is the catalogue.
    static func file(_ objects: [[UInt8]]) -> [UInt8] {
        var bytes = Array("%PDF-1.4\n".utf8)
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(bytes.count)
            bytes += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
        }
        let start = bytes.count
        var tail = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for place in places { tail += String(String(10_000_000_000 + place).dropFirst()) + " 00000 n \n" }
        tail += "trailer << /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return bytes + Array(tail.utf8)
    }

    /// A file with one page of this size in points.
    static func page(
        width: Int = 595, height: Int = 842, resources: String = "<< >>", content: [UInt8],
        filter: String = "", further: [[UInt8]] = []
    ) -> [UInt8] {
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            """
            << /Type /Page /Parent 2 0 R /MediaBox [0 0 \(width) \(height)] /Resources \(resources) /Contents 4 0 R >>
            """,
        ]
        return file(objects.map { Array($0.utf8) } + [stream("", content, filter: filter)] + further)
    }

    /// A stream object.
    static func stream(_ entries: String, _ content: [UInt8], filter: String = "") -> [UInt8] {
        Array("<< /Length \(content.count) \(entries) \(filter) >>\nstream\n".utf8) + content
            + Array("\nendstream".utf8)
    }

    /// A page that draws a form ten times, which draws another ten times, and so on.
    static func nested(levels: Int) -> [UInt8] {
        let repeated = Array(String(repeating: "/X Do ", count: 10).utf8)
        let forms = (0..<levels).map { level in
            let next = level + 1 < levels ? "/Resources << /XObject << /X \(6 + level) 0 R >> >>" : ""
            return stream(
                "/Type /XObject /Subtype /Form /BBox [0 0 595 842] \(next)",
                level + 1 < levels ? repeated : Array("0 0 500 500 re f".utf8))
        }
        return page(resources: "<< /XObject << /X 5 0 R >> >>", content: repeated, further: forms)
    }
}
