import Dossiers
import Foundation
import Progress
import Registry

/// Something that a figure stands on, or that must be known of it.
enum ReportSource {
    /// An imported figure; the name of whom it is of.
    case baseline(Baseline, name: String)
    case target(Target)
    /// Offices that are not in a level's rate.
    case outside(ReportLine, ReportLine.Outside)
    case note(ReportLine, String)
    /// How the report was made.
    case remark(String)

    /// Kind, indicator, scope, period, denominator, reported numerator, source.
    func cells(_ decimals: Int) -> [CellValue] {
        switch self {
        case .baseline(let baseline, let name):
            [
                .text("Mẫu số"), .word(baseline.indicator.rawValue), .text(name), .word(baseline.period.vietnamese),
                .count(baseline.denominator), baseline.reportedNumerator.map { .count($0) } ?? .word(""),
                .text(baseline.source),
            ]
        case .target(let target):
            [
                .text("Chỉ tiêu"), .word(target.indicator.rawValue), .text(target.level.vietnamese),
                .word(String(target.year)), .share(target.permille, of: 1000, decimals: 1), .word(""),
                .text(target.basis),
            ]
        case .outside(let line, let outside):
            [
                .text("Chưa có mẫu số"), .word(line.indicator.rawValue),
                .text(outside.scope.vietnamese(parent: outside.parent)), .word(""), .word("Chưa có mẫu số"),
                .word(""), .text("không tính vào tỷ lệ của \(line.label); đã số hóa \(outside.numerator.vietnamese)"),
            ]
        case .note(let line, let text):
            [
                .text("Ghi chú"), .word(line.indicator.rawValue), .text(line.label), .word(""), .word(""), .word(""),
                .text(text),
            ]
        case .remark(let text):
            [.text("Báo cáo"), .word(""), .text(""), .word(""), .word(""), .word(""), .text(text)]
        }
    }
}

extension PublishedReport {
    /// Everything that the figures stand on: how the report was made, imported figures, targets, offices left out, notes.
    var sources: [ReportSource] {
        var sources: [ReportSource] = [.remark(statement)]
        sources += baselines.map { .baseline($0, name: name(of: $0.scope)) }
        sources += targets.map { .target($0) }
        for line in report.lines where !line.isOfOffice {
            sources += line.withoutDenominator.map { .outside(line, $0) }
            sources += line.notes.map { .note(line, $0.vietnamese) }
        }
        return sources
    }

    /// How the report was made, and where the proof of it is.
    package var statement: String {
        guard let frozen else { return "Dự thảo: số liệu chưa chốt, còn thay đổi khi nhận thêm hồ sơ." }
        return
            "Số liệu chốt số \(frozen.head.number) ngày \(CalendarDay(frozen.head.frozenAt).vietnamese) trên hệ thống "
            + "Sohoa, có chữ ký của hệ thống bảo vệ tính toàn vẹn (không phải chữ ký số của người có thẩm quyền); "
            + "SHA-256 \(frozen.digest)."
    }

    /// The period, and of which day it speaks.
    var subtitle: String {
        let request = report.request
        let state = frozen.map { "chốt số \($0.head.number)" } ?? "dự thảo"
        return "\(request.period.vietnamese) · số liệu đến hết ngày \(request.day.vietnamese) · \(state)"
    }

    /// When it was made: of a draft only the day is known.
    var moment: Date { frozen?.head.frozenAt ?? report.request.day.start }

    /// The year in which it is issued, unless the heading says more.
    var year: Int { CalendarDay(moment).year }

    private func name(of scope: Baseline.Scope) -> String {
        switch scope {
        case .level(let level): return level.vietnamese
        case .authority(let code, _): return code
        case .site(let id):
            let line = report.lines.first { $0.scope.siteID == id }
            return line.map { $0.scope.vietnamese(parent: $0.parent) } ?? id.rawValue
        }
    }
}
