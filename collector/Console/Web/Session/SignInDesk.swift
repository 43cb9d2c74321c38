import Dossiers
import Exchange
import FoundationEssentials
import Logging
import Registry

/// Looks at usernames, passwords and codes, and opens sessions.
struct SignInDesk: Sendable {
    let registry: Registry
    let hasher: PasswordHasher
    let now: @Sendable () -> Date
    private let addresses = AttemptLedger(.ofAddress)
    private let strangers = AttemptLedger(.ofAccount)

    init(registry: Registry, hasher: PasswordHasher, now: @escaping @Sendable () -> Date) {
        self.registry = registry
        self.hasher = hasher
        self.now = now
    }

    /// Why nobody was let in.
    enum Refusal: Error {
        case wrong
        case waits(seconds: Int)
    }

    /// Opens a session for whoever knows the password; half of one, where there is a second factor.
    ///
    /// - Parameter former: the token that the browser came with, which is worth nothing afterwards.
    func signIn(
        _ typedName: String, _ password: String, former: SessionToken?, from address: String, logger: Logger
    ) async throws -> SessionToken {
        let moment = now()
        let key = AttemptLedger.key(ofAddress: address)
        if let until = addresses.begin(key, at: moment) { throw waits(until, moment) }
        let username = Username(typed: typedName)
        let start = try await start(username, at: moment)
        switch start {
        case .waits(let until): throw waits(until, moment)
        case .unknown:
            // As slow as for an account, and as patient, so that neither tells which names there are.
            if let until = strangers.begin(username?.rawValue ?? "", at: moment) { throw waits(until, moment) }
            _ = await hasher.verifies(password, against: nil)
            logger.notice("sign-in refused: no such account")
            throw Refusal.wrong
        case .may(let account, let hash):
            guard await hasher.verifies(password, against: hash) else {
                logger.notice("sign-in refused: wrong password", metadata: ["account": "\(account.username)"])
                try await refuse(account, from: address)
                throw Refusal.wrong
            }
            if !account.hasSecondFactor { addresses.succeed(key, at: moment) }
            return try await open(
                account.hasSecondFactor ? .half : .open, account, former: former?.digest, from: address)
        }
    }

    /// Opens the session that waits for the second factor.
    func complete(_ session: WebSession, code: String, from address: String) async throws -> SessionToken {
        let moment = now()
        let account = session.account
        let key = AttemptLedger.key(ofAddress: address)
        if let until = addresses.begin(key, at: moment) { throw waits(until, moment) }
        if let until = try await registry.perform({ registry throws(RegistryError) in
            try registry.beginSecondFactor(of: account, at: moment)
        }) {
            throw waits(until, moment)
        }
        guard try await accepts(code, of: account, at: moment) else {
            try await refuse(account, from: address)
            throw Refusal.wrong
        }
        addresses.succeed(key, at: moment)
        return try await open(.open, account, former: session.digest, from: address)
    }

    /// Whether `password` is the account's; counted and throttled as at the sign-in.
    func confirms(_ password: String, of account: AccountRecord, from address: String) async throws -> Bool {
        let moment = now()
        let start = try await start(account.username, at: moment)
        switch start {
        case .waits(let until): throw waits(until, moment)
        case .unknown: return false
        case .may(_, let hash):
            guard await hasher.verifies(password, against: hash) else {
                try await refuse(account, from: address)
                return false
            }
            try await registry.perform { registry throws(RegistryError) in try registry.forgetAttempts(of: account) }
            return true
        }
    }

    private func start(_ username: Username?, at moment: Date) async throws(RegistryError) -> SignInStart {
        guard let username else { return .unknown }
        return try await registry.perform { registry throws(RegistryError) in
            try registry.beginSignIn(username, at: moment)
        }
    }

    private func accepts(_ code: String, of account: AccountRecord, at moment: Date) async throws(RegistryError)
        -> Bool
    {
        try await registry.perform { registry throws(RegistryError) in
            guard let secret = try registry.secondFactor(of: account).secret else { return false }
            if let step = TimeCode.match(code, secret, at: moment) { return try registry.useStep(step, of: account) }
            return try registry.useRecoveryCode(PaperSecret.digest(code), of: account, at: moment)
        }
    }

    private func refuse(_ account: AccountRecord, from address: String) async throws(RegistryError) {
        let moment = now()
        try await registry.perform { registry throws(RegistryError) in
            try registry.refuseSignIn(of: account, from: address, at: moment)
        }
    }

    private func open(
        _ stage: WebSession.Stage, _ account: AccountRecord, former: ContentDigest?, from address: String
    ) async throws(RegistryError) -> SessionToken {
        let token = SessionToken()
        let moment = now()
        let csrf = SessionToken.random()
        try await registry.perform { registry throws(RegistryError) in
            try registry.openSession(
                token.digest, csrf: csrf, stage: stage, for: account, former: former, from: address, at: moment)
        }
        return token
    }

    private func waits(_ until: Date, _ moment: Date) -> Refusal {
        .waits(seconds: max(1, Int(until.timeIntervalSince(moment).rounded(.up))))
    }
}
