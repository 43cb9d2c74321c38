import Dossiers
import Exchange
import Foundation

/// What a PDF of a dossier says of itself, in the information dictionary and in XMP alike. Names nobody.
struct PDFMetadata {
    let title: String
    let identifier: String
    let manifests: [ContentDigest]
    let producer: String
    let moment: Date

    /// The information dictionary.
    var information: String {
        let (day, time) = parts
        let date = day.filter { $0 != "-" } + time.filter { $0 != ":" } + "+07'00'"
        return "<< /Title \(PDFText.string(title)) /Creator \(PDFText.string("Sohoa")) "
            + "/Producer \(PDFText.string(producer)) /CreationDate (D:\(date)) /ModDate (D:\(date)) >>"
    }

    /// The XMP packet, with the claim of PDF/A-2b (ISO 19005-2, 6.6).
    var packet: [UInt8] {
        let (day, time) = parts
        let date = "\(day)T\(time)+07:00"
        let relations = manifests.map { "<rdf:li>urn:sha256:\($0)</rdf:li>" }.joined()
        return Array(
            """
            <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
            xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
            xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
            <pdfaid:part>2</pdfaid:part>
            <pdfaid:conformance>B</pdfaid:conformance>
            <dc:format>application/pdf</dc:format>
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">\(escaped(title))</rdf:li></rdf:Alt></dc:title>
            <dc:identifier>\(escaped(identifier))</dc:identifier>
            <dc:language><rdf:Bag><rdf:li>vi</rdf:li></rdf:Bag></dc:language>
            <dc:relation><rdf:Bag>\(relations)</rdf:Bag></dc:relation>
            <xmp:CreatorTool>Sohoa</xmp:CreatorTool>
            <xmp:CreateDate>\(date)</xmp:CreateDate>
            <xmp:ModifyDate>\(date)</xmp:ModifyDate>
            <xmp:MetadataDate>\(date)</xmp:MetadataDate>
            <pdf:Producer>\(escaped(producer))</pdf:Producer>
            </rdf:Description>
            </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="r"?>
            """.utf8)
    }

    /// Day and time of day in Việt Nam.
    private var parts: (day: String, time: String) {
        let day = CalendarDay(moment)
        let seconds = Int((moment.timeIntervalSince(day.start)).rounded(.down))
        let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return (day.description, time.joined(separator: ":"))
    }

    private func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(scalar)
            }
        }.joined()
    }
}
