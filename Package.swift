// swift-tools-version: 6.2

import PackageDescription

/// Settings of every Swift target: the upcoming language, and warnings as errors where CI builds.
let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .strictMemorySafety(),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// The products of outside packages, each named once.
enum Outside {
    static let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
    static let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
    static let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
    static let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
    static let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
    static let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
    static let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
    static let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
    static let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
    static let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
    static let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
    static let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
    static let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
    static let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
    static let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
    static let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
    static let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
}

/// A Swift target at `folder/name`.
func swift(
    _ name: String, in folder: String, _ dependencies: [Target.Dependency], exclude: [String] = [],
    resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "\(folder)/\(name)", exclude: exclude, resources: resources,
        swiftSettings: settings)
}

/// A program at `folder/name`. The linker drops what nothing calls, which is much once nothing is exported: no library
/// that is loaded later looks into our programs.
func program(_ name: String, in folder: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "\(folder)/\(name)", swiftSettings: settings,
        linkerSettings: [
            .unsafeFlags(
                [
                    "-use-ld=lld", "-Xlinker", "--gc-sections", "-Xlinker", "--icf=safe", "-Xlinker",
                    "--no-export-dynamic",
                    "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs",
                ], .when(configuration: .release))
        ])
}

/// The tests of `name`, at `Tests/nameTests`.
func tests(
    of name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)Tests",
        resources: resources, swiftSettings: settings)
}

let shared: [Target] = [
    .systemLibrary(name: "CSANE", path: "Sources/CSANE", providers: [.apt(["libsane-dev"])]),
    .systemLibrary(
        name: "CCurl", path: "Sources/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
        name: "CSQLite", path: "Sources/CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
        name: "CXLSX", path: "Sources/CXLSX", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .target(
        name: "CJPEG", path: "Sources/CJPEG", exclude: ["training"], cSettings: [.unsafeFlags(["-O2"])],
        linkerSettings: [.linkedLibrary("jpeg")]),
    .target(
        name: "CPNG", path: "Sources/CPNG", cSettings: [.unsafeFlags(["-O2"])],
        linkerSettings: [.linkedLibrary("png16")]),
    .target(
        name: "CTIFF", path: "Sources/CTIFF", cSettings: [.unsafeFlags(["-O2"])],
        linkerSettings: [.linkedLibrary("tiff")]),
    .systemLibrary(
        name: "CQR", path: "Sources/CQR", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CSandbox", path: "Sources/CSandbox"),
    swift("Dossiers", in: "Sources", []),
    swift("Exchange", in: "Sources", ["Dossiers", Outside.crypto]),
    swift("SettingsFiles", in: "Sources", ["ContentStore", Outside.configuration, Outside.system]),
    swift("ContentStore", in: "Sources", ["Dossiers", Outside.crypto, Outside.system]),
    swift("Supervision", in: "Sources", [Outside.lifecycle, Outside.system]),
]

let agent: [Target] = [
    swift("Scanning", in: "agent", ["Dossiers"]),
    swift("Imaging", in: "agent", ["Scanning", "CJPEG"]),
    swift("SANEDriver", in: "agent", ["Dossiers", "Imaging", "Scanning", "CSANE", "CJPEG"]),
    swift("Importing", in: "agent", ["Dossiers", "Imaging", "Scanning", "CJPEG", "CPNG", "CTIFF", "CSandbox"]),
    swift("Spool", in: "agent", ["Dossiers", "Exchange", "ContentStore", "CSQLite"]),
    swift("Uplink", in: "agent", ["Dossiers", "Exchange", "CCurl", Outside.logging]),
    swift(
        "Station", in: "agent",
        [
            "Dossiers", "Exchange", "ContentStore", "Scanning", "Spool", "CZlib", Outside.crypto, Outside.cryptoExtras,
            Outside.httpTypes, Outside.hummingbird, Outside.hummingbirdCore, Outside.lifecycle, Outside.logging,
            Outside.nio, Outside.subprocess, Outside.system,
        ], resources: [.embedInCode("Web/Assets")]),
    swift(
        "Diagnosing", in: "agent",
        ["Dossiers", "Exchange", "Scanning", "Spool", "Station", "Uplink", Outside.subprocess, Outside.system]),
    program(
        "AgentCLI", in: "agent",
        [
            "SettingsFiles", "Supervision",
            "Dossiers", "Exchange", "ContentStore", "Scanning", "SANEDriver", "Importing", "Spool", "Uplink",
            "Station", "Diagnosing",
            Outside.arguments, Outside.configuration, Outside.lifecycle, Outside.logging, Outside.system,
            Outside.unixSignals,
        ]),
    .target(
        name: "VirtualFeeder", path: "agent/VirtualFeeder", exclude: ["link.cfg"],
        cSettings: [.unsafeFlags(["-O2"])],
        linkerSettings: [
            .linkedLibrary("jpeg"), .linkedLibrary("m"),
            // A scanner driver must not bring a Swift runtime along; see link.cfg.
            .unsafeFlags([
                "-nostartfiles", "-Xclang-linker", "--config=\(Context.packageDirectory)/agent/VirtualFeeder/link.cfg",
            ]),
        ]),
]

let collector: [Target] = [
    swift("Registry", in: "collector", ["Dossiers", "Exchange", Outside.crypto, Outside.grdb, Outside.grdbSQLite]),
    swift(
        "Intake", in: "collector",
        ["Dossiers", "Exchange", "ContentStore", "Registry", Outside.crypto, Outside.system, Outside.logging]),
    swift("Progress", in: "collector", ["Dossiers", "Registry"]),
    swift(
        "Exports", in: "collector",
        [
            "Dossiers", "Exchange", "ContentStore", "Progress", "Registry", "CXLSX", "CZlib", Outside.crypto,
            Outside.mustache, Outside.system,
        ], exclude: ["Resources/README.md"],
        resources: [
            .embedInCode("Resources/srgb.icc"), .embedInCode("Resources/report.mustache"),
            .embedInCode("Resources/table.mustache"), .embedInCode("Resources/bag-readme.txt"),
        ]),
    swift(
        "Webhooks", in: "collector",
        [
            "Dossiers", "Exchange", "Registry", Outside.asyncHTTPClient, Outside.crypto, Outside.lifecycle,
            Outside.logging, Outside.nio, Outside.nioHTTP1,
        ]),
    swift(
        "Console", in: "collector",
        [
            "Dossiers", "Exchange", "Exports", "Intake", "Progress", "Registry", "CQR", Outside.crypto,
            Outside.cryptoExtras, Outside.hummingbird, Outside.hummingbirdCore, Outside.hummingbirdTLS,
            Outside.httpTypes, Outside.lifecycle, Outside.logging, Outside.mustache, Outside.nio, Outside.system,
        ],
        resources: [
            .embedInCode("openapi.json"), .embedInCode("openapi-systems.json"), .embedInCode("Web/Assets"),
            .embedInCode("Web/Templates"),
        ]),
    program(
        "CollectorCLI", in: "collector",
        [
            "SettingsFiles", "Supervision",
            "Dossiers", "Exchange", "ContentStore", "Registry", "Intake", "Progress", "Exports", "Console", "Webhooks",
            Outside.arguments, Outside.configuration, Outside.lifecycle, Outside.logging, Outside.system,
            Outside.unixSignals,
        ]),
]

let trials: [Target] = [
    swift(
        "TestSupport", in: "Tests",
        [
            "Dossiers", "Exchange", "ContentStore", Outside.crypto, Outside.subprocess, Outside.system, Outside.nio,
            Outside.nioPosix, Outside.logging,
        ], exclude: ["Pages"]),
    .executableTarget(
        name: "LinkSimulator", dependencies: ["TestSupport", Outside.arguments, Outside.system],
        path: "Tests/LinkSimulator",
        swiftSettings: settings),
    .executableTarget(
        name: "Benchmarks",
        dependencies: [
            "TestSupport", "Dossiers", "Exchange", "ContentStore", "Scanning", "Station", "Spool", "Uplink", "Registry",
            "Intake", "Progress", Outside.arguments, Outside.crypto, Outside.grdb, Outside.logging, Outside.system,
        ],
        path: "Tests/Benchmarks", swiftSettings: settings),
    tests(of: "Dossiers", ["Dossiers"]),
    tests(of: "Exchange", ["Dossiers", "Exchange", Outside.crypto], resources: [.copy("Vectors")]),
    tests(of: "ContentStore", ["ContentStore", "Dossiers", Outside.system, Outside.crypto]),
    tests(of: "SettingsFiles", ["SettingsFiles"]),
    tests(of: "Supervision", ["Supervision", Outside.lifecycle, Outside.logging, Outside.system]),
    tests(of: "VirtualFeeder", ["CSANE", Outside.system]),
    tests(of: "Scanning", ["Scanning", "Dossiers"]),
    tests(of: "Imaging", ["Imaging", "Scanning", Outside.system]),
    tests(of: "SANEDriver", ["SANEDriver", "Imaging", "Scanning", "Dossiers", Outside.system]),
    tests(of: "Importing", ["Importing", "CSandbox", "Scanning", "Dossiers", Outside.system]),
    tests(
        of: "Station",
        [
            "Station", "AgentCLI", "ContentStore", "Dossiers", "Exchange", "Scanning", "Spool", Outside.httpTypes,
            Outside.hummingbirdTesting, Outside.lifecycle, Outside.logging, Outside.nio, Outside.system,
        ]),
    tests(
        of: "Golden",
        [
            "ContentStore", "Dossiers", "Exchange", "Intake", "Progress", "Registry", Outside.grdb, Outside.logging,
            Outside.system,
        ]),
    tests(
        of: "Diagnosing",
        [
            "Diagnosing", "AgentCLI", "Dossiers", "Exchange", "ContentStore", "Scanning", "Spool", "Uplink",
            Outside.system,
        ]),
    tests(of: "Spool", ["Spool", "Dossiers", "Exchange", "ContentStore", "CSQLite", Outside.crypto, Outside.system]),
    tests(
        of: "Uplink",
        [
            "Uplink", "Exchange", "Dossiers", Outside.crypto, Outside.logging, Outside.hummingbird, Outside.httpTypes,
            Outside.nio, Outside.nioPosix,
        ]),
    tests(of: "Registry", ["Registry", "Dossiers", "Exchange", Outside.grdb, Outside.crypto]),
    tests(
        of: "Intake",
        [
            "Intake", "Registry", "Dossiers", "Exchange", "ContentStore", Outside.crypto, Outside.grdb, Outside.logging,
            Outside.system,
        ]),
    tests(
        of: "Progress", ["Progress", "Registry", "Dossiers", "Exchange", Outside.grdb, Outside.crypto],
        resources: [.copy("Files")]),
    tests(
        of: "Exports",
        [
            "Exports", "Progress", "Registry", "Dossiers", "Exchange", "ContentStore", Outside.grdb, Outside.system,
        ]),
    tests(
        of: "Webhooks",
        [
            "Webhooks", "Registry", "Dossiers", "Exchange", Outside.crypto, Outside.logging, Outside.system,
        ]),
    tests(
        of: "Console",
        [
            "Console", "CollectorCLI", "Exports", "Intake", "Progress", "Registry", "Dossiers", "Exchange",
            "ContentStore",
            Outside.hummingbird, Outside.hummingbirdTesting, Outside.httpTypes, Outside.crypto, Outside.logging,
            Outside.nio, Outside.system,
        ]),
    tests(
        of: "EndToEnd",
        [
            "AgentCLI", "CollectorCLI", "ContentStore", "Dossiers", "Exchange", "LinkSimulator", "Registry", "Spool",
            "Station", "Uplink", Outside.logging, Outside.subprocess, Outside.system,
        ]),
]

let package = Package(
    name: "sohoa",
    products: [
        .executable(name: "sohoa-agent", targets: ["AgentCLI"]),
        .executable(name: "sohoa-collector", targets: ["CollectorCLI"]),
        .executable(name: "sohoa-link-simulator", targets: ["LinkSimulator"]),
        .executable(name: "sohoa-bench", targets: ["Benchmarks"]),
        .library(name: "sane-sohoafeeder", type: .dynamic, targets: ["VirtualFeeder"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: shared + agent + collector + trials,
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c11
)
