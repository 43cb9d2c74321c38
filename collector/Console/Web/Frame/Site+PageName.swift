import Dossiers
import Progress

extension Site {
    /// The name on pages, with the office above where it is needed to tell it from others of its name.
    func pageName(under parent: Site?) -> String {
        guard let parent, parent.level > .province else { return shortName }
        return "\(shortName) (\(parent.shortName))"
    }
}
