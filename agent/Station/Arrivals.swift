/// Tells which files of a folder are whole: those that nobody has touched for a while.
///
/// Values in, values out: it neither looks nor waits itself.
struct Arrivals {
    private struct Sighting {
        var file: FolderFile
        var since: ContinuousClock.Instant
    }

    /// How long a file must have stayed the same.
    let quiet: Duration
    private var sightings: [UInt: Sighting] = [:]

    init(quiet: Duration) {
        self.quiet = quiet
    }

    /// Takes a listing of the folder.
    ///
    /// - Returns: files that have stayed the same for long enough, and how long.
    mutating func note(_ files: [FolderFile], at now: ContinuousClock.Instant) -> [(FolderFile, quiet: Duration)] {
        var present: [UInt: Sighting] = [:]
        for file in files {
            let known = sightings[file.node]
            present[file.node] = known?.file == file ? known : Sighting(file: file, since: now)
        }
        sightings = present
        return present.values.map { ($0.file, $0.since.duration(to: now)) }.filter { $0.1 >= quiet }
    }
}
