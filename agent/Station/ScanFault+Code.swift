import Scanning
import Spool

extension ScanFault {
    /// A stable code, for other programs.
    var code: String {
        switch self {
        case .scanner(let status): "scanner_\(status)"
        case .noScanner: "no_scanner"
        case .noSuchSource: "no_such_source"
        case .optionRefused: "option_refused"
        case .unusableImage: "unusable_image"
        case .storage: "storage"
        case .diskNearlyFull: "disk_nearly_full"
        case .placeGone: "place_gone"
        case .dossierGone: "dossier_gone"
        case .dossierFull: "dossier_full"
        case .protocolBroken: "protocol_broken"
        case .file(let fault): fault.code
        }
    }

    /// What the code alone does not say.
    var detail: String? {
        switch self {
        case .noSuchSource(let source): source.rawValue
        case .optionRefused(let name): name
        case .storage(let reason), .protocolBroken(let reason): reason
        case .diskNearlyFull(let free, let required): "\(free)/\(required)"
        case .scanner, .noScanner, .unusableImage, .placeGone, .dossierGone, .dossierFull, .file: nil
        }
    }

    /// The fault of a code, with its detail; nil when there is none, or the detail is not enough.
    init?(code: String, detail: String) {
        let plain: [ScanFault] = [.noScanner, .unusableImage, .placeGone, .dossierGone, .dossierFull]
        let told = plain + ScannerStatus.allCases.map { .scanner($0) }
        if let fault = told.first(where: { $0.code == code }) {
            self = fault
            return
        }
        guard !detail.isEmpty else { return nil }
        switch code {
        case "no_such_source":
            guard let source = ScanSource(rawValue: detail) else { return nil }
            self = .noSuchSource(source)
        case "option_refused": self = .optionRefused(detail)
        case "storage": self = .storage(detail)
        case "protocol_broken": self = .protocolBroken(detail)
        case "disk_nearly_full":
            let figures = detail.split(separator: "/").compactMap { Int($0) }
            guard figures.count == 2 else { return nil }
            self = .diskNearlyFull(free: figures[0], required: figures[1])
        default: return nil
        }
    }

    /// What it means to a scan that a page cannot go into its dossier.
    init(_ error: SpoolError) {
        switch error {
        case .diskNearlyFull(let free, let required): self = .diskNearlyFull(free: free, required: required)
        case .dossierNotFound, .dossierIsSealed: self = .dossierGone
        case .paperNotFound, .paperIsReused, .pageNotFound, .pageIsOut: self = .placeGone
        case .tooManyPages: self = .dossierFull
        default: self = .storage("\(error)")
        }
    }
}
