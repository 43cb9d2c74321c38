package import Exchange

/// Why a request did not do what it was to do.
package enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no answer.
    case transport(TransportError)
    /// The collector says no, in its own words.
    case problem(Problem, retryAfter: Duration?)
    /// An answer of that status without the collector's words: its server's, or a proxy's.
    case status(Int, retryAfter: Duration?)
    /// An answer that is not the collector's: a redirect, the login page of a network, another program.
    case notTheCollector(String)

    /// The collector's code, where it gave one that this version knows.
    package var code: ErrorCode? {
        if case .problem(let problem, _) = self { problem.knownCode } else { nil }
    }

    /// The collector's code as it came, where it gave one.
    package var givenCode: String? {
        if case .problem(let problem, _) = self { problem.code } else { nil }
    }

    package var status: Int? {
        switch self {
        case .problem(let problem, _): problem.status
        case .status(let status, _): status
        case .transport, .notTheCollector: nil
        }
    }

    /// How long the collector asks to be left alone.
    package var retryAfter: Duration? {
        switch self {
        case .problem(_, let retryAfter), .status(_, let retryAfter): retryAfter
        case .transport, .notTheCollector: nil
        }
    }

    /// For somebody who asked once and waits for the answer: nothing is tried again by itself.
    package var toWhoeverAsked: String {
        switch self {
        case .transport(.unreachable), .transport(.silent), .transport(.lost):
            "\(cause); check the address and the network, then try again"
        case .status(407, _), .problem, .notTheCollector, .transport: cause
        case .status: "\(cause); check the address, or try again later"
        }
    }

    package var description: String {
        switch self {
        case .transport(let error): error.description
        case .status(407, _), .problem, .notTheCollector: cause
        case .status: "\(cause); it is tried again later"
        }
    }

    private var cause: String {
        switch self {
        case .transport(let error): error.cause
        case .problem(let problem, _): "\(problem.detail) (\(problem.code))"
        case .status(407, _): "the proxy wants a user name and password; put them into the proxy's address"
        case .status(let status, _): "HTTP status \(status) instead of an answer"
        case .notTheCollector(let detail):
            "something other than the collector answers: \(detail); check the collector's address and whether the "
                + "network asks for a login"
        }
    }
}
