import Logging
import Scanning
import ServiceLifecycle
import Station

/// The watched folder as a service of the daemon. No names of files are logged: they can be personal.
struct FolderWatch: Service {
    let folder: WatchedFolder
    let board: BulletinBoard
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await folder.run { event in
                switch event {
                case .inboxChanged: board.post(.inbox, .desk)
                case .imported(let pages):
                    board.post(.desk, .dossiers)
                    logger.info("imported a file of the watched folder", metadata: ["pages": "\(pages)"])
                case .refused(let fault):
                    logger.notice("refused a file of the watched folder", metadata: ["fault": "\(fault.code)"])
                }
            }
        }
    }
}
