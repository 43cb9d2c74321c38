import Exchange

/// Where in its pages a stream of bytes is.
struct UploadCursor: Hashable {
    private let lengths: [Int]
    /// The page that the next byte belongs to; the number of pages at the end.
    private(set) var index: Int
    /// Bytes of that page that are there.
    private(set) var offsetInPage: Int

    init(_ pages: [SubmissionStatus.NeededPage], index: Int = 0, offsetInPage: Int = 0) {
        lengths = pages.map(\.byteLength)
        self.index = index
        self.offsetInPage = offsetInPage
    }

    /// Bytes of the stream that are there.
    var offset: Int { lengths[..<index].reduce(0, +) + offsetInPage }

    /// Bytes of the whole stream.
    var length: Int { lengths.reduce(0, +) }

    var isAtEnd: Bool { index == lengths.count }

    /// Bytes that the current page still takes; 0 at the end.
    var remainingInPage: Int { isAtEnd ? 0 : lengths[index] - offsetInPage }

    /// Counts bytes of the current page, at most `remainingInPage`.
    mutating func advance(by count: Int) {
        precondition((0...remainingInPage).contains(count), "bytes beyond the page")
        offsetInPage += count
    }

    /// Goes on to the next page, after the current one is whole.
    mutating func nextPage() {
        precondition(!isAtEnd && remainingInPage == 0, "the page is not whole")
        index += 1
        offsetInPage = 0
    }
}
