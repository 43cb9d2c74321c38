import Hummingbird
import Logging
import NIOCore

/// What is known of a request beside the request.
struct ConsoleContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The connection's other end, in digits; nil where there is no network.
    let peer: String?
    let channel: any Channel
    /// What was read of the request's body.
    let reading = BodyReading()

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
        peer = source.channel.remoteAddress?.ipAddress
    }
}
