package import ContentStore
import Dossiers
package import Exchange
package import Foundation
import Registry
package import SystemPackage

/// A dossier with what proves it, as a BagIt bag.
package struct DossierBag {
    private let contents: DossierContents
    private let store: ContentStore
    private let keys: [StationID: VerificationKey]
    private let origin: Origin

    /// Who exports, from where.
    package struct Origin: Sendable {
        /// The identity and name of the collector.
        package var collector: String
        package var organisation: String
        package var key: VerificationKey
        /// The name and version of this program.
        package var program: String
        package var actor: String
        package var moment: Date

        package init(
            collector: String, organisation: String, key: VerificationKey, program: String, actor: String, moment: Date
        ) {
            self.collector = collector
            self.organisation = organisation
            self.key = key
            self.program = program
            self.actor = actor
            self.moment = moment
        }
    }

    /// - Parameter keys: those of the stations that sealed the manifests.
    package init(
        _ contents: DossierContents, store: ContentStore, keys: [StationID: VerificationKey], origin: Origin
    ) {
        self.contents = contents
        self.store = store
        self.keys = keys
        self.origin = origin
    }

    /// Makes the bag at `path`, whole or not at all.
    ///
    /// - Throws: `DossierExportError` when a page is damaged; `ContentStoreError.system(EEXIST)` when `path` is there.
    package func write(to path: FilePath) throws {
        try DurableFolder.make(path) { folder in
            var bag = try BagFolder(in: folder, folders: ["pages", "former", "proofs", "keys"])
            let (standing, former) = try addPages(to: &bag)
            let proofs = try addProofs(to: &bag)
            try addKeys(to: &bag)
            try bag.add(try Wire.encode(metadata(standing + former, proofs)), as: "metadata.json")
            try bag.add(PackageResources.bag_readme_txt, as: "README.txt")
            try bag.close(information: [
                ("Source-Organization", origin.organisation), ("External-Identifier", contents.code.rawValue),
                ("External-Description", "Dossier \(contents.code) of site \(contents.site), with proofs"),
                ("Bagging-Date", CalendarDay(origin.moment).description), ("Bag-Software-Agent", origin.program),
            ])
        }
    }

    private func addPages(to bag: inout BagFolder) throws -> ([BagMetadata.PageFile], [BagMetadata.PageFile]) {
        var standing: [BagMetadata.PageFile] = []
        for (number, paper) in contents.papers.enumerated() {
            for page in paper.document.pages {
                let file = "pages/" + Self.name(standing.count + 1, page)
                try bag.add(page.digest, of: store, as: file)
                standing.append(BagMetadata.PageFile(page, file: file, paper: number + 1))
            }
        }
        // What manifests that no longer stand name besides: nothing that has a receipt is left out.
        var known = Set(standing.map(\.sha256))
        var former: [BagMetadata.PageFile] = []
        for entry in contents.manifests where entry.state == .complete {
            for page in entry.manifest.distinctPages where known.insert(page.digest).inserted {
                let file = "former/" + Self.name(former.count + 1, page)
                try bag.add(page.digest, of: store, as: file)
                former.append(BagMetadata.PageFile(page, file: file, paper: nil))
            }
        }
        return (standing, former)
    }

    private func addProofs(to bag: inout BagFolder) throws -> [BagMetadata.Proof] {
        try contents.manifests.enumerated().map { index, entry in
            let manifestFile = "proofs/\(Self.padded(index + 1))-manifest.json"
            try bag.add(entry.envelope, as: manifestFile)
            var receiptFile: String?
            if let receipt = entry.receiptEnvelope {
                let file = "proofs/\(Self.padded(index + 1))-receipt.json"
                try bag.add(try Wire.encode(receipt), as: file)
                receiptFile = file
            }
            return BagMetadata.Proof(
                manifestFile: manifestFile, receiptFile: receiptFile, manifest: entry.digest,
                station: entry.manifest.station, sequence: entry.manifest.sequence, sealedAt: entry.manifest.sealedAt,
                state: entry.state, stands: entry.isEffective, supersedes: entry.manifest.supersedes)
        }
    }

    private func addKeys(to bag: inout BagFolder) throws {
        try bag.add(Data((origin.key.pemRepresentation + "\n").utf8), as: "keys/collector.pem")
        for station in Set(contents.manifests.map(\.manifest.station)).sorted() {
            guard let key = keys[station] else { continue }
            try bag.add(Data((key.pemRepresentation + "\n").utf8), as: "keys/\(station).pem")
        }
    }

    private func metadata(_ pages: [BagMetadata.PageFile], _ proofs: [BagMetadata.Proof]) -> BagMetadata {
        BagMetadata(
            dossier: contents.code, site: contents.site,
            procedure: contents.manifests.last { $0.isEffective }?.manifest.dossier.procedure,
            exportedAt: origin.moment, exportedBy: origin.actor, collector: origin.collector,
            collectorKey: origin.key.fingerprint,
            papers: contents.papers.enumerated().map { BagMetadata.Paper($1, number: $0 + 1) }, pages: pages,
            proofs: proofs)
    }

    /// `0001.jpg`: names say nothing of the papers.
    private static func name(_ number: Int, _ page: Page) -> String {
        padded(number) + (page.mediaType == "image/jpeg" ? ".jpg" : ".bin")
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}

extension BagMetadata.PageFile {
    fileprivate init(_ page: Page, file: String, paper: Int?) {
        self.init(
            file: file, sha256: page.digest, byteLength: page.byteLength, mediaType: page.mediaType, width: page.width,
            height: page.height, resolution: page.resolution, rotation: page.rotation ?? 0, scannedAt: page.scannedAt,
            flags: page.flags, paper: paper)
    }
}

extension BagMetadata.Paper {
    fileprivate init(_ paper: DossierContents.Paper, number: Int) {
        let document = paper.document
        self.init(
            number: number, role: document.role, type: document.type, name: paper.name, paperNumber: document.number,
            issuedOn: document.issuedOn, issuer: document.issuer, authority: document.authority, level: document.level,
            inForce: document.inForce, manifest: paper.manifest, reuse: document.reuse)
    }
}
