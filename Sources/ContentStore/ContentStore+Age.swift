package import Dossiers
import Glibc
import SystemPackage

extension ContentStore {
    /// When `digest` was written, in seconds since 1970 by this machine's clock; nil when it is not stored.
    package func storedAt(_ digest: ContentDigest) -> Int? {
        var status = stat()
        guard unsafe stat(path(of: digest).string, &status) == 0 else { return nil }
        return status.st_mtim.tv_sec
    }
}
