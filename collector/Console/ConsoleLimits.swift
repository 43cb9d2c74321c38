/// What one request may ask of the server, so that no client can exhaust it.
package struct ConsoleLimits: Sendable {
    /// The largest body with a manifest: base64 of the largest payload (4 MiB) and the envelope round it.
    package var manifestBody = 8 << 20
    /// The largest body of any other request with JSON.
    package var smallBody = 64 << 10
    /// A request body that brings nothing for this long is ended; what arrived of an upload is kept.
    package var stall: Duration = .seconds(60)
    /// Bytes a second that a body must bring on average, after `grace`. The slowest 2G link brings ten times as much.
    package var slowestRate = 256
    package var grace: Duration = .seconds(60)
    /// A connection without a request, or in the middle of a header, is closed after this.
    package var idleConnection: Duration = .seconds(75)
    /// Open connections at a time; further ones wait in the kernel's queue.
    package var connections = 2000
    /// Bytes of a header field, and of all of a request's.
    package var headerField = 16 << 10
    package var headers = 32 << 10
    package var headerCount = 100
    /// Enrolments an address may try at once, and how soon one more is allowed.
    package var enrolmentBurst = 60
    package var enrolmentInterval: Duration = .seconds(1)
    /// Lookups a station may make at once, and how soon one more is allowed: 30 a minute in the long run.
    package var lookupBurst = 30
    package var lookupInterval: Duration = .seconds(2)
    /// Requests that a system may make at once, and how soon one more is allowed: 20 a second in the long run.
    package var systemBurst = 200
    package var systemInterval: Duration = .milliseconds(50)
    /// Wrong tokens that an address may send at once, and how soon one more is looked at.
    package var wrongTokenBurst = 20
    package var wrongTokenInterval: Duration = .seconds(5)
    /// The largest body with a catalogue of procedures.
    package var catalogueBody = 8 << 20
    /// Heartbeats a station may send at once, and how soon one more is allowed.
    package var heartbeatBurst = 20
    package var heartbeatInterval: Duration = .seconds(10)
    /// Tokens to go on under another office that a station may ask for at once, and how soon one more is allowed.
    package var handoverBurst = 5
    package var handoverInterval: Duration = .seconds(600)

    package init() {}
}
