import Glibc
import SystemPackage

/// An open file, closed when nobody has it any more: keep it for as long as its descriptor is used.
final class OpenFile: Sendable {
    let descriptor: Int32

    init(_ path: FilePath, _ flags: Int32, mode: mode_t = 0) throws(ContentStoreError) {
        let descriptor = unsafe open(path.string, flags | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .system(Errno(rawValue: errno), operation: "open", path: path) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
