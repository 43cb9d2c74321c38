import Dossiers
import FoundationEssentials
import Scanning
import Spool
import Station

/// The queue in the shape that `--json` prints. No owners' names: the report may be sent around.
struct QueueReport: Encodable {
    struct Open: Encodable {
        var dossier: DossierCode
        var pages: Int
        var sheetsFed: Int
        var sheetsExpected: Int?
        var interruption: String?
    }

    struct Sealed: Encodable {
        var dossier: DossierCode
        var manifest: String
        var sequence: Int
        var state: Submission.State
        var sealedAt: Date
        var bytes: Int
        var sentBytes: Int
        var receivedAt: Date?
        var problem: String?
        var detail: String?
    }

    var open: [Open]
    var submissions: [Sealed]

    init(open: [SpooledDossier], submissions: [Submission]) {
        self.open = open.map {
            Open(
                dossier: $0.dossier.code, pages: $0.pageCount, sheetsFed: $0.sheetsFed,
                sheetsExpected: $0.sheetsExpected, interruption: $0.interruption.map(ScanEnding.code(ofStored:)))
        }
        self.submissions = submissions.map {
            Sealed(
                dossier: $0.code, manifest: $0.digest.rawValue, sequence: $0.sequence, state: $0.state,
                sealedAt: $0.sealedAt, bytes: $0.bytes, sentBytes: $0.sentBytes, receivedAt: $0.receivedAt,
                problem: $0.problemCode, detail: $0.problemDetail)
        }
    }
}

extension Submission.State {
    /// The words on screen.
    var vietnamese: String {
        switch self {
        case .sealed: "đã lưu trên máy"
        case .announced: "đang tải lên"
        case .received: "tỉnh đã nhận"
        case .refused: "bị từ chối"
        case .replaced: "đã niêm phong lại"
        }
    }
}

extension Submission {
    /// One line of the list.
    var line: String {
        var line = "\(code)  \(state.vietnamese)"
        if state == .announced { line += "  \(readable(bytes: sentBytes))/\(readable(bytes: bytes))" }
        if let problemCode { line += "  [\(problemCode)] \(problemDetail ?? "")" }
        return line
    }
}

extension SpooledDossier {
    /// One line of the list.
    var line: String {
        "\(dossier.code)  đang quét  \(sheetsFed) tờ, \(pageCount) trang"
            + (interruption.map { "  [\(ScanEnding.code(ofStored: $0))]" } ?? "")
    }
}
