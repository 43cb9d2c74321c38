package import Dossiers

/// What an officer asks before scanning: is this paper digitised already? The body of `POST /v1/lookups`.
///
/// Code, number and identity number are asked of the whole province. By the owner's name alone only the station's own
/// office is searched: whoever guesses names must not learn of others' papers. A name beside another member narrows:
/// of the own office's dossiers a part of it will do, of others' it must be the whole.
package struct Lookup: Codable, Sendable, Hashable {
    /// Account name of the officer who asks.
    package var operatorName: String
    package var code: DossierCode?
    /// The owner's name or a part of it, with or without marks.
    package var ownerName: String?
    /// The number written on the paper, exactly.
    package var number: String?
    /// The owner's identity number, exactly.
    package var identityNumber: String?

    enum CodingKeys: String, CodingKey {
        case operatorName = "operator"
        case code, ownerName, number, identityNumber
    }

    package init(
        operatorName: String, code: DossierCode? = nil, ownerName: String? = nil, number: String? = nil,
        identityNumber: String? = nil
    ) {
        self.operatorName = operatorName
        self.code = code
        self.ownerName = ownerName
        self.number = number
        self.identityNumber = identityNumber
    }

    /// What can be asked by.
    package enum Key: String, Sendable, Hashable, CaseIterable {
        case code, ownerName, number, identityNumber
    }

    /// What is asked by; the values are left out.
    package var keys: [Key] {
        Key.allCases.filter { key in
            switch key {
            case .code: code != nil
            case .ownerName: ownerName != nil
            case .number: number != nil
            case .identityNumber: identityNumber != nil
            }
        }
    }

    /// Checks what a lookup must satisfy before anything is searched.
    ///
    /// - Throws: the first rule that is broken.
    package func checkRules() throws(BrokenRule) {
        try requireField(operatorName, "operator", limit: TextLimit.name)
        try requireField(ownerName, "ownerName", limit: TextLimit.name)
        try requireField(number, "number", limit: TextLimit.number)
        try requireField(identityNumber, "identityNumber", limit: TextLimit.number)
        try require(!keys.isEmpty, "nothing is asked by: give code, ownerName, number or identityNumber")
    }
}

/// What a lookup found.
package struct LookupAnswer: Codable, Sendable, Hashable {
    /// The most papers an answer has.
    package static let maximumPapers = 50

    /// Those of the station's own office first, then the latest digitised first.
    package var papers: [FoundPaper]
    /// Whether there are more than these: ask more narrowly.
    package var isCut: Bool

    package init(papers: [FoundPaper], isCut: Bool) {
        self.papers = papers
        self.isCut = isCut
    }
}
