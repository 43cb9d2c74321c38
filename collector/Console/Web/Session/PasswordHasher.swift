import Crypto
import CryptoExtras
import Dispatch
import Foundation

/// Passwords as they are kept: scrypt (RFC 7914) with a salt of their own, after NFC, so that a keyboard that composes
/// and one that does not give the same.
///
/// A stored hash, `scrypt$N$r$p$salt$hash`, names its own parameters, so that they can be raised.
package struct PasswordHasher: Sendable {
    /// What one hash costs.
    package struct Cost: Sendable, Hashable {
        package var rounds: Int
        package var blockSize: Int
        package var parallelism: Int

        package init(rounds: Int, blockSize: Int, parallelism: Int) {
            self.rounds = rounds
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// 32 MiB of memory; one of the equal choices of OWASP's Password Storage Cheat Sheet of 2025.
        package static let current = Cost(rounds: 1 << 15, blockSize: 8, parallelism: 3)

        /// Nothing that a damaged index says may take the server's memory or its day.
        var isSane: Bool {
            (2...1 << 20).contains(rounds) && rounds.nonzeroBitCount == 1 && (1...32).contains(blockSize)
                && (1...16).contains(parallelism) && rounds * blockSize <= 1 << 23
        }
    }

    private static let scheme = "scrypt"
    private static let saltLength = 16
    private static let hashLength = 32
    /// One at a time: guesses must not take all of the machine's memory.
    private static let queue = DispatchQueue(label: "sohoa.passwords")

    let cost: Cost
    /// What is verified where there is no account, so that it takes as long.
    private let nobody: String

    package init(cost: Cost = .current) {
        self.cost = cost
        nobody = Self.stored(Data(count: Self.hashLength), salt: Data(count: Self.saltLength), cost)
    }

    /// The form in which `password` is kept. Takes a tenth of a second and more of a processor; waits for its turn.
    package func hash(_ password: String) async -> String {
        let cost = cost
        return await Self.onQueue {
            var random = SystemRandomNumberGenerator()
            let salt = Data((0..<Self.saltLength).map { _ in UInt8.random(in: 0...255, using: &random) })
            return Self.stored(Self.derive(password, salt: salt, cost), salt: salt, cost)
        }
    }

    /// Whether `stored` was made of `password`; never where it is nil. It takes the same time in every case.
    func verifies(_ password: String, against stored: String?) async -> Bool {
        let text = stored ?? nobody
        let isSomebody = stored != nil
        return await Self.onQueue {
            guard let (cost, salt, hash) = Self.parts(of: text) else { return false }
            // Every byte is looked at, so that the time tells nothing of how far they agree.
            let isSame = zip(Self.derive(password, salt: salt, cost), hash).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
            return isSame && isSomebody
        }
    }

    private static func onQueue<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in queue.async { continuation.resume(returning: body()) } }
    }

    private static func stored(_ hash: Data, salt: Data, _ cost: Cost) -> String {
        "\(scheme)$\(cost.rounds)$\(cost.blockSize)$\(cost.parallelism)$\(salt.base64EncodedString())$"
            + hash.base64EncodedString()
    }

    private static func parts(of stored: String) -> (Cost, salt: Data, hash: Data)? {
        let parts = stored.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == scheme, let rounds = Int(parts[1]), let blockSize = Int(parts[2]),
            let parallelism = Int(parts[3]), let salt = Data(base64Encoded: String(parts[4])),
            let hash = Data(base64Encoded: String(parts[5])), hash.count == hashLength
        else { return nil }
        let cost = Cost(rounds: rounds, blockSize: blockSize, parallelism: parallelism)
        return cost.isSane ? (cost, salt, hash) : nil
    }

    private static func derive(_ password: String, salt: Data, _ cost: Cost) -> Data {
        let bytes = Data(password.precomposedStringWithCanonicalMapping.utf8)
        // It fails for parameters out of range only, and those are ours or were looked at.
        let key = try! KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: hashLength, rounds: cost.rounds, blockSize: cost.blockSize,
            parallelism: cost.parallelism)
        // The key's bytes are copied before the call ends.
        return unsafe key.withUnsafeBytes { unsafe Data($0) }
    }
}
