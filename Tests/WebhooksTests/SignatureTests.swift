import Foundation
import Testing

@testable import Webhooks

@Suite("A webhook's signature")
struct SignatureTests {
    @Test("It is that of the test vector of Standard Webhooks' own libraries")
    func vector() throws {
        // From their test suites: secret, identity, moment and body.
        let secret = WebhookSecret(try #require(Data(base64Encoded: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")))
        #expect(secret.text == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        let signature = secret.signature(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", moment: 1_614_265_330, body: Data(#"{"test": 2432232314}"#.utf8))
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }
}
