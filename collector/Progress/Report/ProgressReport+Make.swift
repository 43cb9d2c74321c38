import Dossiers
package import Registry

extension ProgressReport {
    /// Makes the report that `request` asks for, from figures read at one moment.
    package static func make(
        _ request: ReportRequest, from registry: Registry
    ) throws(RegistryError) -> Result<ProgressReport, ReportRefusal> {
        try registry.readFigures { reader throws(RegistryError) in try make(request, with: reader) }
    }

    /// Makes the report that `request` asks for, from what `reader` reads.
    package static func make(
        _ request: ReportRequest, with reader: FiguresReader
    ) throws(RegistryError) -> Result<ProgressReport, ReportRefusal> {
        var basis = try ReportBasis(request, reader)
        if let unknown = request.sites.first(where: { basis.records.facts[$0] == nil }) {
            return .failure(.unknownSite(unknown))
        }
        let maker = LineMaker(
            request: request, day: basis.day, records: basis.records, targets: try reader.targets())
        var lines: [ReportLine] = []
        for indicator in request.indicators {
            lines += maker.lines(of: indicator, try basis.figures(of: indicator))
        }
        return .success(
            ProgressReport(
                request: request, lines: lines, hasOffices: !basis.records.facts.isEmpty,
                due: try due(of: request.period, reader)))
    }

    /// The day before which the report of `period` must have been sent.
    static func due(of period: Period, _ reader: FiguresReader) throws(RegistryError) -> CalendarDay? {
        try reader.dueRules().lazy.compactMap { $0.due(for: period) }.first
    }
}
