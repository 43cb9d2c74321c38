/// What a request says of a value that it may change.
enum Change<Value: Decodable & Sendable>: Sendable {
    /// Nothing: the value stays.
    case none
    /// Another value; nil takes it away.
    case to(Value?)

    /// The value after the change.
    func applied(to present: Value?) -> Value? {
        if case .to(let value) = self { value } else { present }
    }
}

extension KeyedDecodingContainer {
    /// The change that a member asks for: none when it is missing, away when it is null.
    func change<Value: Decodable & Sendable>(_: Value.Type, forKey key: Key) throws -> Change<Value> {
        contains(key) ? .to(try decodeIfPresent(Value.self, forKey: key)) : .none
    }
}
