package import Scanning

/// What one check found, and how to mend it.
package struct Finding: Sendable, Hashable, Encodable {
    /// How much it matters.
    package enum Severity: String, Sendable, Hashable, Encodable, CaseIterable {
        case ok
        /// It could not be looked at, for a reason that is no fault of its own.
        case unchecked
        /// Work goes on; it will hurt later, or somebody should know.
        case warning
        /// Scanning or delivery does not work.
        case error
    }

    /// What was found, a stable code: `disk_full`.
    package let code: String
    package let severity: Severity
    package let text: BilingualText
    /// One sentence that says what to do; nil where there is nothing to mend.
    package let fix: BilingualText?

    private init(_ severity: Severity, _ code: String, _ text: BilingualText, fix: BilingualText?) {
        self.severity = severity
        self.code = code
        self.text = text
        self.fix = fix
    }

    /// All is well.
    static func ok(_ code: String, vi: String, en: String) -> Finding {
        Finding(.ok, code, BilingualText(vietnamese: vi, english: en), fix: nil)
    }

    /// It could not be looked at.
    static func unchecked(_ code: String, vi: String, en: String) -> Finding {
        Finding(.unchecked, code, BilingualText(vietnamese: vi, english: en), fix: nil)
    }

    /// Work goes on for now.
    static func warning(_ code: String, vi: String, en: String, fix: Fix) -> Finding {
        Finding(.warning, code, BilingualText(vietnamese: vi, english: en), fix: fix.text)
    }

    /// Something does not work.
    static func error(_ code: String, vi: String, en: String, fix: Fix) -> Finding {
        Finding(.error, code, BilingualText(vietnamese: vi, english: en), fix: fix.text)
    }

    /// What to do, in both languages.
    struct Fix: Sendable {
        let text: BilingualText

        init(vi: String, en: String) { text = BilingualText(vietnamese: vi, english: en) }
    }
}
