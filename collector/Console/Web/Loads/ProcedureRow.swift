import Dossiers
import Registry

/// What was done for a procedure's dossiers, as tables show it.
struct ProcedureRow: Sendable {
    /// Of the procedure or the office.
    let name: String
    let href: String?
    /// The procedure's code, where the name does not say it.
    let code: String?
    let isForeign: Bool
    let dossiers: String
    let dossiersHref: String?
    let digitised: String
    let digitisedHref: String?
    let rate: String
    /// The rate drawn; nothing where there are no dossiers.
    let bar: String?
    let pages: String
    let pagesHref: String?
    /// Only where rows are procedures.
    let offices: String?
    let officesHref: String?

    /// A procedure: its numbers lead to its offices.
    init(_ load: ProcedureLoad, _ links: LoadLinks, _ language: Language) {
        let path = links.procedure(load.code)
        let used = load.dossiers > 0 ? path : nil
        self.init(
            load, name: load.name ?? Texts.foreignProcedure(language), href: path, code: load.code,
            lists: (used, load.digitised > 0 ? path : nil), offices: Texts.count(load.offices, language),
            officesHref: used, language)
    }

    /// An office: its numbers lead to the lists they were counted from.
    init(_ office: ProcedureAtOffice, name: String, _ links: LoadLinks, _ language: Language) {
        let load = office.load
        let lists = [false, true].map {
            links.dossiers(of: load.code, at: office.site, onlyDigitised: $0)
        }
        self.init(
            load, name: name, href: links.office(office.site), code: nil,
            lists: (lists[0], load.digitised > 0 ? lists[1] : nil), offices: nil, officesHref: nil, language)
    }

    private init(
        _ load: ProcedureLoad, name: String, href: String?, code: String?, lists: (String?, String?),
        offices: String?, officesHref: String?, _ language: Language
    ) {
        let rate = FigureText(language).percentage(Rate(load.digitised, of: load.dossiers), decimals: 1)
        self.name = name
        self.href = href
        self.code = code
        isForeign = load.name == nil
        dossiers = Texts.count(load.dossiers, language)
        dossiersHref = lists.0
        digitised = Texts.count(load.digitised, language)
        digitisedHref = lists.1
        self.rate = rate
        bar = load.digitisedPermille.map { RateBar(permille: $0, title: Texts.completeBar(rate)(language)).svg }
        pages = Texts.count(load.pages, language)
        pagesHref = load.pages > 0 ? lists.0 : nil
        self.offices = offices
        self.officesHref = officesHref
    }
}

extension ProcedureLoad {
    /// How many of its dossiers have all compulsory components, in thousandths, rounded down.
    var digitisedPermille: Int? { dossiers > 0 ? digitised * 1000 / dossiers : nil }
}
