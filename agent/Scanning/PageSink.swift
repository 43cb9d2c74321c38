package import Dossiers

/// Takes the compressed bytes of pages as they are made.
package protocol PageSink: ~Copyable {
    /// Begins a page, leaving nothing of one that was begun and not finished.
    mutating func begin() throws(ScanFault)

    /// Takes the next bytes of the page.
    mutating func append(_ bytes: RawSpan) throws(ScanFault)

    /// Puts other bytes in the place of some that were appended.
    mutating func overwrite(_ bytes: [UInt8], at offset: Int) throws(ScanFault)

    /// Makes the page durable.
    ///
    /// - Returns: its digest and length.
    mutating func finish(_ previews: PagePreviews) throws(ScanFault) -> (digest: ContentDigest, byteLength: Int)

    /// Throws the begun page away.
    mutating func discard()
}

/// What is made small of a page.
package struct PagePreviews: Sendable {
    /// At most 256 pixels on its long side.
    ///
    /// A JPEG file, as the next.
    package var thumbnail: [UInt8]
    /// For the screen: about 1024 pixels on its long side.
    package var preview: [UInt8]
    /// For telling whether the same paper was scanned before.
    package var ink: InkMap

    package init(thumbnail: [UInt8], preview: [UInt8], ink: InkMap) {
        self.thumbnail = thumbnail
        self.preview = preview
        self.ink = ink
    }
}
