/// A correction of pages, by their identities in the spool.
package enum PageChange: Sendable, Hashable {
    /// Turns pages clockwise by 90, 180 or 270 degrees from how they are shown.
    case rotate(pages: [Int], degrees: Int)
    /// Takes pages out.
    case remove([Int])
    /// Leaves pages out because they are blank.
    case leaveOut([Int])
    /// Brings pages back that are out, and with them their paper.
    case restore([Int])
    /// Keeps pages that look blank.
    case keepBlank([Int])
    /// Puts pages, in this order, into a paper: before one of its pages, or behind all.
    case move([Int], to: Int, before: Int?)
    /// Makes a new paper of a page and all that follow it in its paper.
    case split(before: Int, into: DocumentDraft)
}
