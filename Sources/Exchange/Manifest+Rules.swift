import Dossiers

/// A rule that a well-signed manifest breaks. It takes its place in the chain and is refused.
package struct BrokenRule: Error, Hashable, Sendable {
    /// What is wrong, with the place: for people who mend programs.
    package let detail: String
}

extension Manifest {
    /// Checks what the manifest itself must satisfy, whatever the collector knows.
    ///
    /// - Throws: the first rule that is broken.
    package func checkRules() throws(BrokenRule) {
        try require(isField(operatorName, limit: TextLimit.name), "operator is empty, too long or has control characters")
        try require(isField(dossier.procedure, limit: TextLimit.code), "dossier.procedure is empty, over 64 characters or has control characters")
        try require(isField(dossier.owner.name, limit: TextLimit.name), "dossier.owner.name is empty, over 200 characters or has control characters")
        if let number = dossier.owner.identityNumber {
            try require(isField(number, limit: TextLimit.number), "dossier.owner.identityNumber is empty, over 100 characters or has control characters")
        }
        try require(!documents.isEmpty, "documents is empty")
        try require(documents.count <= 1000, "documents has over 1000 entries")
        try require(Set(supersedes).count == supersedes.count, "supersedes names a manifest twice")
        try require(sheetsExpected.map { (0...Self.maximumPages).contains($0) } ?? true, "sheetsExpected is out of range")
        var total = 0
        for (index, document) in documents.enumerated() {
            try document.checkRules(at: "documents[\(index)]")
            total += document.pages.count
        }
        try require(total <= Self.maximumPages, "the manifest names over \(Self.maximumPages) pages")
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
        try require(isField(type, limit: TextLimit.code), "\(place).type is empty, over 64 characters or has control characters")
        try require(isField(authority, limit: TextLimit.code), "\(place).authority is empty, over 64 characters or has control characters")
        if let number {
            try require(isField(number, limit: TextLimit.number), "\(place).number is empty, over 100 characters or has control characters")
        }
        if let issuer {
            try require(isField(issuer, limit: TextLimit.name), "\(place).issuer is empty, over 200 characters or has control characters")
        }
        try require(!pages.isEmpty, "\(place) has no pages")
        for (index, page) in pages.enumerated() { try page.checkRules(at: "\(place).pages[\(index)]") }
    }
}

extension Page {
    fileprivate func checkRules(at place: String) throws(BrokenRule) {
        try require((1...Self.maximumByteLength).contains(byteLength), "\(place).byteLength is out of range")
        try require(
            (1...Self.maximumSide).contains(width) && (1...Self.maximumSide).contains(height),
            "\(place) has an impossible size in pixels")
        try require((1...10_000).contains(resolution), "\(place).resolution is out of range")
        try require(isField(mediaType, limit: TextLimit.code), "\(place).mediaType is empty or too long")
        if let scanner {
            try require(isField(scanner, limit: TextLimit.name), "\(place).scanner is empty, too long or has control characters")
        }
    }
}

private func require(_ condition: Bool, _ detail: @autoclosure () -> String) throws(BrokenRule) {
    if !condition { throw BrokenRule(detail: detail()) }
}
