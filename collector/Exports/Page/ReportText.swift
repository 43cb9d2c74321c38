import Dossiers
import Progress
import Registry

/// The sentences of a report, each made from its figures.
struct ReportText {
    private let published: PublishedReport

    init(_ published: PublishedReport) { self.published = published }

    /// The period within a sentence: `quý II/2021`.
    var period: String {
        let name = published.report.request.period.vietnamese
        return name.prefix(1).lowercased() + name.dropFirst()
    }

    /// What was reached in `indicator`: the province, then the levels.
    func results(of indicator: Indicator) -> [String] {
        let lines = published.summary(of: indicator)
        guard !lines.isEmpty else { return ["Chưa có số liệu."] }
        let levels = lines.filter { $0.scope != .province }.map(sentence)
        let province = lines.first { $0.scope == .province }.map { "Toàn tỉnh: \(figures(of: $0))." }
        return [
            ([province].compactMap(\.self) + ["Trong đó: \(levels.joined(separator: "; "))."]).joined(separator: " ")
        ]
    }

    /// The levels against their targets, and the offices that are behind.
    var againstTargets: [String] {
        let measured = published.report.lines.filter { !$0.isOfOffice && $0.target != nil }
        guard !measured.isEmpty else { return ["Kỳ báo cáo không có chỉ tiêu."] }
        return measured.map(verdict) + published.report.request.indicators.compactMap(behind)
    }

    /// How the report was made, what must be known of figures, and where the denominators come from.
    var notes: [String] {
        var texts = [published.statement]
        for indicator in published.report.request.indicators {
            for line in published.summary(of: indicator) {
                for note in line.notes { texts.append("\(indicator.rawValue), \(line.label): \(note.vietnamese).") }
                if let missing = missing(line) { texts.append("\(indicator.rawValue), \(line.label): \(missing).") }
            }
            let sources = published.baselines.filter { $0.indicator == indicator }.map(\.source)
            let distinct = sources.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            if !distinct.isEmpty {
                texts.append("Nguồn mẫu số \(indicator.rawValue): \(Self.listed(distinct, "nguồn")).")
            }
        }
        return texts
    }

    private func sentence(_ line: ReportLine) -> String { "\(line.label) \(figures(of: line))" }

    private func figures(of line: ReportLine) -> String {
        let numerator = line.rate.numerator.vietnamese
        guard let denominator = line.rate.denominator else {
            return "\(numerator) (\(line.rateText(decimals: published.decimals).lowercasedFirst))"
        }
        return "\(numerator)/\(denominator.vietnamese), \(line.rateText(decimals: published.decimals))"
    }

    private func verdict(_ line: ReportLine) -> String {
        let target = line.target.map { "chỉ tiêu năm \($0.year) là \(Rate($0.permille, of: 1000).vietnamese())" } ?? ""
        var parts = [line.verdictText.lowercasedFirst]
        if line.verdict != .met, !line.paceText.isEmpty { parts.append(line.paceText) }
        if case .on(let day) = line.pace?.forecast { parts.append("dự kiến đạt ngày \(day.vietnamese)") }
        let rate = line.rate.denominator == nil ? "" : "\(line.rateText(decimals: published.decimals)), "
        return "- \(line.indicator.rawValue), \(line.label): \(rate)\(target): \(parts.joined(separator: ", "))."
    }

    private func behind(_ indicator: Indicator) -> String? {
        let late = published.lines(of: indicator).filter { $0.isOfOffice && $0.pace?.isOnPace == false }
        guard !late.isEmpty else { return nil }
        return "- \(indicator.rawValue): \(late.count.vietnamese) đơn vị chậm tiến độ: "
            + Self.listed(late.map(\.label), "đơn vị") + "."
    }

    private func missing(_ line: ReportLine) -> String? {
        let outside = line.withoutDenominator
        guard !outside.isEmpty else { return nil }
        let names = Self.listed(outside.map { $0.scope.vietnamese(parent: $0.parent) }, "đơn vị")
        return "\(outside.count.vietnamese) đơn vị chưa có mẫu số, không tính vào tỷ lệ (đã số hóa "
            + "\(outside.reduce(0) { $0 + $1.numerator }.vietnamese)): \(names)"
    }

    /// The first of `names`, and how many more there are.
    private static func listed(_ names: [String], _ what: String) -> String {
        let most = 20
        let shown = names.prefix(most).joined(separator: ", ")
        return names.count > most ? "\(shown) và \((names.count - most).vietnamese) \(what) khác" : shown
    }
}

extension String {
    /// With a small letter at the beginning, as within a sentence.
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
