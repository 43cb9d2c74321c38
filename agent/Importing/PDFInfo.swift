import Scanning

/// What `pdfinfo` says of a file.
struct PDFInfo {
    private(set) var pages = 0
    private(set) var isEncrypted = false
    /// Width and height by page, in points of 1/72 inch.
    private(set) var sizes: [Int: (width: Double, height: Double)] = [:]

    /// - Parameter text: the output with sizes of single pages, and what was said on standard error.
    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let words = parts[1].split(separator: " ")
            switch parts[0] {
            case "Pages": pages = words.first.flatMap { Int($0) } ?? 0
            case "Encrypted": isEncrypted = words.first != "no"
            case let name where name.hasPrefix("Page ") && name.hasSuffix(" size"):
                let number = name.split(separator: " ").dropFirst().first.flatMap { Int($0) }
                guard let number, words.count >= 3, let width = Double(words[0]), let height = Double(words[2]) else {
                    continue
                }
                sizes[number] = (width, height)
            // Without the password it cannot even be looked into.
            case let name where name.hasSuffix("Error") && parts[1].contains("Incorrect password"): isEncrypted = true
            default: continue
            }
        }
    }

    /// Pixels of a page at a resolution, as far as its size is known.
    func pixels(of page: Int, resolution: Int) -> (width: Int, height: Int)? {
        guard let size = sizes[page] else { return nil }
        func pixels(_ points: Double) -> Int { Int(min(max(0, points / 72 * Double(resolution)), 1e9).rounded(.up)) }
        return (pixels(size.width), pixels(size.height))
    }
}
