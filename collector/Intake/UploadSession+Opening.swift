import ContentStore
import Dossiers
import Exchange
import Foundation
import Registry

// Finding out how far an upload is, and who has it.

extension UploadSession {
    func takeOver(for station: StationIdentity) throws(IntakeError) {
        try open(for: station)
        supersede()
    }

    /// Ends the request that has the upload; bytes that it has brought are kept.
    func supersede() {
        generation += 1
        guard let request else { return }
        self.request = nil
        request.onTakeOver()
        // A fault in them is that request's. If it ends the upload, whoever takes over finds it gone.
        try? take(request.waiting.take())
    }

    func open(for station: StationIdentity) throws(IntakeError) {
        lastUse = desk.now()
        if case .closed = phase { try load() }
        switch phase {
        case .open(let upload, _), .complete(let upload, _):
            guard upload.station == station.station else { throw .uploadGone }
        case .closed, .gone: throw .uploadGone
        }
    }

    /// Finds out from index and files how far the upload is, unless it is known to have been made just now.
    ///
    /// Whoever wrote what is found may have been killed before it was durable: bytes, the name of their file, and the
    /// names of whole pages are synced before anybody is told of them.
    func load() throws(IntakeError) {
        // Whoever closed the session may have left some under way. Why one did not come through is in the files, too.
        try? settlePages()
        if let upload = desk.newUploads.take(id) {
            partial = try openPartial(upload, 0)
            namesAreDurable = false
            phase = .open(upload, UploadCursor(upload.pages))
            return
        }
        let upload = try desk.registry { registry throws(RegistryError) in try registry.upload(id) }
        guard let upload else {
            phase = .gone
            return
        }
        if upload.isComplete {
            phase = .complete(upload, try desk.status(of: upload))
            return
        }
        let found = upload.pages.indices.first { desk.store.hasPartial(name($0), of: upload.pages[$0].digest) }
        let index = found ?? 0
        let whole = upload.pages[..<index].filter(desk.isStored)
        guard whole.count == index else {
            // A page that was whole is gone or damaged: begin anew with what is there.
            phase = .gone
            try desk.store { store throws(ContentStoreError) in
                try store.syncNames(of: whole.lazy.map(\.digest))
            }
            try forgetFiles(upload)
            try desk.registry { registry throws(RegistryError) in
                try registry.dropUpload(id, keeping: whole.map(StoredPage.init), at: desk.now())
            }
            return
        }
        var cursor = UploadCursor(upload.pages, index: index)
        var open = try openPartial(upload, index)
        open.sync()
        cursor.advance(by: open.byteLength)
        pageWasResumed = open.byteLength > 0
        partial = consume open
        if found != nil {
            try desk.store { store throws(ContentStoreError) in
                try store.syncNames(of: upload.pages[...index].lazy.map(\.digest))
            }
        }
        namesAreDurable = found != nil
        phase = .open(upload, cursor)
        acknowledged = cursor.offset
    }

    /// - Parameter isNew: puts an empty file in the place of one that is there.
    func openPartial(_ upload: UploadRecord, _ index: Int, isNew: Bool = false) throws(IntakeError) -> PartialBlob {
        let page = upload.pages[index]
        do {
            return isNew
                ? try desk.store.makePartial(name(index), expecting: page.digest, byteLength: page.byteLength)
                : try desk.store.openPartial(name(index), expecting: page.digest, byteLength: page.byteLength)
        } catch { throw desk.report(error) }
    }

    func name(_ index: Int) -> String { Self.name(index, of: id) }

    static func name(_ index: Int, of upload: String) -> String { "\(upload).\(index)" }
}
