import FoundationEssentials
package import SystemPackage

/// Where the build put the programs, and where the package's own files are.
package enum Programs {
    /// The folder of the running test program: `.build/debug`.
    package static let folder: FilePath = {
        let program = try! FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return FilePath(program).removingLastComponent()
    }()

    package static var agent: FilePath { folder.appending("sohoa-agent") }
    package static var collector: FilePath { folder.appending("sohoa-collector") }

    /// The package's own folder.
    package static let package = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent()

    /// The data shipped with the package.
    package static var data: FilePath { package.appending("packaging/data/soc-trang") }
}
