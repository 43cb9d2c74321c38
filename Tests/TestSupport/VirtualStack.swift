import FoundationEssentials
package import SystemPackage

/// The paper in a virtual feeder, sheet on sheet.
package struct VirtualStack: Sendable {
    /// One page.
    package enum Page: Sendable {
        /// An image file, which is linked, not copied.
        case file(FilePath)
        /// The bytes of an image file, and what its name shall end in.
        case data([UInt8], ending: String)
    }

    private let pages: @Sendable () throws -> [Page]

    /// A stack of these pages.
    package init(_ pages: [Page]) {
        self.pages = { pages }
    }

    private init(reading pages: @escaping @Sendable () throws -> [Page]) {
        self.pages = pages
    }

    /// The sample pages of the repository.
    package static let samples = samples(12)

    /// The first `count` of the sample pages; beyond the last they begin again.
    package static func samples(_ count: Int) -> VirtualStack {
        VirtualStack {
            let files = try SamplePages.files()
            return (0..<count).map { .file(files[$0 % files.count]) }
        }
    }

    /// Small pages, each of one shade of grey, which tell quickly which sheet a scan shows.
    package static func shades(_ shades: [UInt8], width: Int = 60, height: Int = 80) -> VirtualStack {
        VirtualStack(shades.map { .grey(Array(repeating: $0, count: width * height), width: width) })
    }

    /// Puts the pages into `folder`, named so that their order is kept.
    package func load(into folder: FilePath) throws {
        for (index, page) in try pages().enumerated() {
            let digits = String(index + 1)
            let number = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
            switch page {
            case .file(let path):
                try FileManager.default.createSymbolicLink(
                    atPath: folder.appending("\(number)-\(path.lastComponent?.string ?? "page")").string,
                    withDestinationPath: path.string)
            case .data(let bytes, let ending):
                try Data(bytes).write(to: URL(filePath: folder.appending("\(number).\(ending)").string))
            }
        }
    }
}

extension VirtualStack.Page {
    /// A grey page of these samples, row by row; a feeder takes it for 200 dpi.
    package static func grey(_ samples: [UInt8], width: Int) -> Self {
        .data(Array("P5 \(width) \(samples.count / width) 255\n".utf8) + samples, ending: "pgm")
    }
}
