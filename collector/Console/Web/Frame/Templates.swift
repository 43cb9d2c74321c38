import Mustache

/// The templates, which are inside the program.
enum Templates {
    /// Every template by the name under which others include it.
    static let sources: [String: [UInt8]] = [
        "account": PackageResources.account_mustache,
        "account-edit": PackageResources.account_edit_mustache,
        "account-fields": PackageResources.account_fields_mustache,
        "account-new": PackageResources.account_new_mustache,
        "accounts": PackageResources.accounts_mustache,
        "approval": PackageResources.approval_mustache,
        "approvals": PackageResources.approvals_mustache,
        "audit": PackageResources.audit_mustache,
        "baseline-history": PackageResources.baseline_history_mustache,
        "baselines": PackageResources.baselines_mustache,
        "chart": PackageResources.chart_mustache,
        "code": PackageResources.code_mustache,
        "dossier": PackageResources.dossier_mustache,
        "dossier-closed": PackageResources.dossier_closed_mustache,
        "error": PackageResources.error_mustache,
        "far-settings": PackageResources.far_settings_mustache,
        "figure-cells": PackageResources.figure_cells_mustache,
        "figure-list": PackageResources.figure_list_mustache,
        "figure-row": PackageResources.figure_row_mustache,
        "figure-table": PackageResources.figure_table_mustache,
        "find": PackageResources.find_mustache,
        "frame": PackageResources.frame_mustache,
        "heat-map": PackageResources.heat_map_mustache,
        "import": PackageResources.import_mustache,
        "import-preview": PackageResources.import_preview_mustache,
        "import-stopped": PackageResources.import_stopped_mustache,
        "import-tabs": PackageResources.import_tabs_mustache,
        "imports": PackageResources.imports_mustache,
        "language": PackageResources.language_mustache,
        "legend": PackageResources.legend_mustache,
        "office": PackageResources.office_mustache,
        "officers": PackageResources.officers_mustache,
        "offices": PackageResources.offices_mustache,
        "operations": PackageResources.operations_mustache,
        "overview": PackageResources.overview_mustache,
        "period": PackageResources.period_mustache,
        "problem": PackageResources.problem_mustache,
        "procedure": PackageResources.procedure_mustache,
        "procedure-cells": PackageResources.procedure_cells_mustache,
        "procedures": PackageResources.procedures_mustache,
        "recovery": PackageResources.recovery_mustache,
        "report": PackageResources.report_mustache,
        "reports": PackageResources.reports_mustache,
        "said": PackageResources.said_mustache,
        "second-factor": PackageResources.second_factor_mustache,
        "sign-in": PackageResources.sign_in_mustache,
        "sort-heads": PackageResources.sort_heads_mustache,
        "station": PackageResources.station_mustache,
        "stations": PackageResources.stations_mustache,
        "stations-tabs": PackageResources.stations_tabs_mustache,
        "target-cells": PackageResources.target_cells_mustache,
        "temporary": PackageResources.temporary_mustache,
        "token-issued": PackageResources.token_issued_mustache,
        "tokens": PackageResources.tokens_mustache,
    ]

    private static let library: MustacheLibrary = {
        MustacheContentTypes.register(PageText(), named: PageText.name)
        var library = MustacheLibrary()
        for (name, bytes) in sources { register(String(decoding: bytes, as: UTF8.self), name, in: &library) }
        for (name, path) in Icons.paths {
            register(
                #"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="\#(path)"/></svg>"#, "icon-\(name)",
                in: &library)
        }
        return library
    }()

    /// Each template says how its values are escaped: the library starts every one with its own escape.
    private static func register(_ text: String, _ name: String, in library: inout MustacheLibrary) {
        do { try library.register("{{% CONTENT_TYPE:\(PageText.name)}}" + text, named: name) } catch {
            preconditionFailure("the template \(name) cannot be read: \(error)")
        }
    }

    /// The page that `template` makes of `page`.
    static func render(_ page: PageView, with template: String) -> String {
        guard let text = library.render(page, withTemplate: template) else {
            preconditionFailure("there is no template \(template)")
        }
        return text
    }
}

/// What a template sees: `{{frame.…}}` of the frame, `{{t.…}}` of the texts; inside the page, the view's own names.
struct PageView {
    let frame: FrameView
    let t: [String: String]
    let view: any Sendable
}
