/// What a form must bring along unseen.
struct HiddenField: Sendable {
    let name: String
    let value: String

    /// Nil where there is nothing to be brought.
    init?(_ field: (name: String, value: String?)) {
        guard let value = field.value else { return nil }
        name = field.name
        self.value = value
    }
}
