import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// A submission that waits or was refused, as tables show it.
struct SubmissionRow: Sendable {
    /// The dossier's code for whoever may list dossiers, else the station's place in its chain.
    let name: String
    let href: String?
    let office: String
    let officeHref: String?
    let station: String
    let at: String
    let reason: String

    init(
        _ item: UnsettledSubmission, stations: [StationID: String], office: String, _ visitor: Visitor,
        _ language: Language
    ) {
        let listsDossiers = visitor.access.allows(.listDossiers, at: item.site)
        name = listsDossiers ? item.dossier.rawValue : Texts.place(item.sequence)(language)
        href =
            listsDossiers && item.refusal == nil && visitor.access.allows(.openDossiers, at: item.site)
            ? "/dossiers/\(item.site)/\(item.dossier.rawValue)" : nil
        self.office = office
        officeHref = visitor.access.allows(.seeFigures, at: item.site) ? "/offices/\(item.site)" : nil
        station = stations[item.station] ?? item.station.rawValue
        at = VietnamTime.text(item.announcedAt)
        reason = item.refusal.map { Texts.refusal($0.code)(language) } ?? ""
    }
}
