package import ContentStore
import Dossiers
package import Exchange
package import Foundation
package import Registry

/// Checks everything the collector holds against itself: every stored content, every manifest and its signature, every
/// receipt, every station's chain, and every frozen report. Changes nothing unless told to.
///
/// It blocks, and takes as long as reading the whole store takes. The collector may be serving meanwhile.
package struct Verification {
    let registry: Registry
    let store: ContentStore
    /// The key that signs receipts.
    let key: VerificationKey
    /// Whether damaged contents are taken out of the store, to be kept aside.
    let quarantines: Bool
    private let report: (Finding) -> Void
    private(set) var summary = VerificationSummary()

    /// - Parameter report: gets every finding as it is made.
    package static func run(
        registry: Registry, store: ContentStore, key: VerificationKey, quarantine: Bool = false, by actor: String,
        at now: Date, report: (Finding) -> Void
    ) throws(VerificationError) -> VerificationSummary {
        let outcome = withoutActuallyEscaping(report) { report in
            Result<VerificationSummary, VerificationError> { () throws(VerificationError) in
                var verification = Verification(
                    registry: registry, store: store, key: key, quarantines: quarantine, report: report)
                do {
                    try verification.checkIndex()
                    try verification.checkManifests()
                    try verification.checkReceipts()
                    try verification.checkSnapshots()
                    try verification.checkContents(by: actor, at: now)
                } catch { throw VerificationError(error) }
                return verification.summary
            }
        }
        return try outcome.get()
    }

    private init(
        registry: Registry, store: ContentStore, key: VerificationKey, quarantines: Bool,
        report: @escaping (Finding) -> Void
    ) {
        self.registry = registry
        self.store = store
        self.key = key
        self.quarantines = quarantines
        self.report = report
    }

    mutating func note(_ kind: Finding.Kind, _ subject: String, _ detail: String) {
        if kind.isDamage { summary.damages += 1 } else { summary.notes += 1 }
        report(Finding(kind: kind, subject: subject, detail: detail))
    }

    mutating func count(_ keyPath: WritableKeyPath<VerificationSummary, Int>, _ amount: Int = 1) {
        summary[keyPath: keyPath] += amount
    }

    private mutating func checkIndex() throws {
        for problem in try registry.integrityProblems() {
            note(.indexDamaged, "index", "\(problem); stop the collector and restore the latest backup of the index")
        }
    }
}

/// Why a verification could not go on.
package enum VerificationError: Error, Sendable {
    case index(RegistryError)
    case store(ContentStoreError)

    fileprivate init(_ error: any Error) {
        switch error {
        case let error as ContentStoreError: self = .store(error)
        case let error as RegistryError: self = .index(error)
        default: self = .index(.failed(reason: "\(type(of: error))"))
        }
    }
}

extension VerificationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .index(let error): error.description
        case .store(let error): error.description
        }
    }
}
