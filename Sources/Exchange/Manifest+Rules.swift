import Dossiers

/// A rule that a message breaks. A well-signed manifest that does takes its place in the chain and is refused.
package struct BrokenRule: Error, Hashable, Sendable {
    /// What is wrong, with the place: for people who mend programs.
    package let detail: String
}

extension Manifest {
    /// Checks what the manifest itself must satisfy, whatever the collector knows.
    ///
    /// - Throws: the first rule that is broken.
    package func checkRules() throws(BrokenRule) {
        try requireField(operatorName, "operator", limit: TextLimit.name)
        try requireField(dossier.procedure, "dossier.procedure", limit: TextLimit.code)
        try requireField(dossier.owner.name, "dossier.owner.name", limit: TextLimit.name)
        try requireField(dossier.owner.identityNumber, "dossier.owner.identityNumber", limit: TextLimit.number)
        try require(!documents.isEmpty, "documents is empty")
        try require(
            documents.count <= Self.maximumDocuments, "documents has over \(Self.maximumDocuments) entries")
        try require(Set(supersedes).count == supersedes.count, "supersedes names a manifest twice")
        if let sheetsExpected {
            try require((0...Self.maximumPages).contains(sheetsExpected), "sheetsExpected is out of range")
        }
        var total = 0
        for (index, document) in documents.enumerated() {
            try document.checkRules(at: "documents[\(index)]")
            total += document.pages.count
        }
        try require(total <= Self.maximumPages, "the manifest names over \(Self.maximumPages) pages")
        try require(
            corrections.count <= Self.maximumCorrections,
            "corrections has over \(Self.maximumCorrections) entries")
        for (index, correction) in corrections.enumerated() {
            try requireField(correction.by, "corrections[\(index)].by", limit: TextLimit.name)
            try requireField(correction.action.rawValue, "corrections[\(index)].action", limit: TextLimit.code)
            try requireField(correction.detail, "corrections[\(index)].detail", limit: Correction.maximumDetail)
        }
        try requireOneLengthPerDigest()
    }

    private func requireOneLengthPerDigest() throws(BrokenRule) {
        var lengths: [ContentDigest: Int] = [:]
        for page in pages {
            try require(
                lengths.updateValue(page.byteLength, forKey: page.digest) ?? page.byteLength == page.byteLength,
                "page \(page.digest) is named with two byte lengths")
        }
    }
}

extension Document {
    fileprivate func checkRules(at place: String) throws(BrokenRule) {
        try requireField(type, "\(place).type", limit: TextLimit.code)
        try requireField(authority, "\(place).authority", limit: TextLimit.code)
        try requireField(number, "\(place).number", limit: TextLimit.number)
        try requireField(issuer, "\(place).issuer", limit: TextLimit.name)
        if reuse != nil {
            try require(role == .component, "\(place) is reused and no component")
            try require(pages.isEmpty, "\(place) is reused and has pages of its own")
        } else {
            try require(!pages.isEmpty, "\(place) has no pages")
        }
        for (index, page) in pages.enumerated() { try page.checkRules(at: "\(place).pages[\(index)]") }
    }
}

extension Page {
    /// Checks what a page must satisfy in whatever manifest it comes to stand.
    ///
    /// - Parameter place: where the page is, for the message.
    /// - Throws: the first rule that is broken.
    package func checkRules(at place: String) throws(BrokenRule) {
        try require((1...Self.maximumByteLength).contains(byteLength), "\(place).byteLength is out of range")
        try require(
            (1...Self.maximumSide).contains(width) && (1...Self.maximumSide).contains(height),
            "\(place) has an impossible size in pixels")
        try require((1...10_000).contains(resolution), "\(place).resolution is out of range")
        try requireField(mediaType, "\(place).mediaType", limit: TextLimit.code)
        try requireField(scanner, "\(place).scanner", limit: TextLimit.name)
        try require(flags.count <= Self.maximumFlags, "\(place).flags has over \(Self.maximumFlags) entries")
        for flag in flags { try requireField(flag.rawValue, "\(place).flags", limit: TextLimit.code) }
        if let rotation {
            try require(Self.rotations.contains(rotation), "\(place).rotation is not 90, 180 or 270")
        }
    }
}

/// Throws `detail` unless `condition` holds.
func require(_ condition: Bool, _ detail: @autoclosure () -> String) throws(BrokenRule) {
    if !condition { throw BrokenRule(detail: detail()) }
}

/// Throws unless `text` is missing or fit to be one field of a record.
func requireField(_ text: String?, _ place: String, limit: Int) throws(BrokenRule) {
    guard let text else { return }
    try require(isField(text, limit: limit), "\(place) is empty, over \(limit) characters or has control characters")
}
