internal import CCurl
internal import Glibc
internal import Synchronization

/// libcurl's event loop on a thread of its own: the one place where the multi handle and its transfers are touched.
@safe final class CurlLoop: Sendable {
    private let mailbox: Mutex<Mailbox>
    /// Used by the loop's thread alone, but for `curl_multi_wakeup`, which may be called from any.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer

    /// What other threads want of the loop.
    private struct Mailbox {
        var submitted: [CurlTransfer] = []
        var cancelled: [CurlTransfer] = []
        /// Set when nobody will submit any more.
        var isStopping = false
        /// Set when the multi handle is no more.
        var hasStopped = false
    }

    init() throws(ConfigurationError) {
        guard let multi = unsafe curl_multi_init() else { throw .unavailable("no memory") }
        unsafe self.multi = multi
        mailbox = Mutex(Mailbox())
        // One connection announces and two upload in turns; HTTP/2 would put all of them behind one lost packet.
        unsafe ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 4)
        guard startThread() else {
            unsafe curl_multi_cleanup(multi)
            throw .unavailable("no thread could be started")
        }
    }

    func submit(_ transfer: CurlTransfer) {
        let isStopping = mailbox.withLock { mailbox in
            if !mailbox.isStopping { mailbox.submitted.append(transfer) }
            return mailbox.isStopping
        }
        if isStopping { transfer.finish(.failure(.cancelled)) } else { wake() }
    }

    func cancel(_ transfer: CurlTransfer) {
        mailbox.withLock { $0.cancelled.append(transfer) }
        wake()
    }

    func stop() {
        mailbox.withLock { $0.isStopping = true }
        wake()
    }

    private func wake() {
        mailbox.withLock { mailbox in
            if !mailbox.hasStopped { unsafe _ = curl_multi_wakeup(multi) }
        }
    }

    /// Starts the thread, which keeps the loop alive until it is told to stop.
    private func startThread() -> Bool {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(self)
        let code = unsafe pthread_create(
            &thread, nil,
            { context in
                // Balances passRetained below; pthread_create hands the pointer over unchanged.
                unsafe Unmanaged<CurlLoop>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard code == 0 else {
            unsafe context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private func run() {
        var active: [UnsafeMutableRawPointer: CurlTransfer] = unsafe [:]
        var idle: [CurlHandle] = []
        while true {
            let (submitted, cancelled, isStopping) = mailbox.withLock { mailbox in
                defer { (mailbox.submitted, mailbox.cancelled) = ([], []) }
                return (mailbox.submitted, mailbox.cancelled, mailbox.isStopping)
            }
            for transfer in submitted {
                let handle = idle.popLast() ?? CurlHandle()
                if let refusal = transfer.start(on: handle) {
                    transfer.finish(.failure(refusal))
                } else {
                    unsafe active[handle.pointer] = transfer
                    unsafe curl_multi_add_handle(multi, handle.pointer)
                }
            }
            for transfer in cancelled {
                // A transfer that is done, or was cancelled before it was submitted, has no handle.
                transfer.isCancelled = true
                guard let handle = transfer.handle else { continue }
                unsafe curl_multi_remove_handle(multi, handle.pointer)
                unsafe active[handle.pointer] = nil
                transfer.finish(.failure(.cancelled))
            }
            if isStopping { break }
            var running: Int32 = 0
            unsafe curl_multi_perform(multi, &running)
            var waiting: Int32 = 0
            while let message = unsafe curl_multi_info_read(multi, &waiting) {
                guard unsafe message.pointee.msg == CURLMSG_DONE, let pointer = unsafe message.pointee.easy_handle
                else { continue }
                let code = unsafe ccurl_result(message)
                unsafe curl_multi_remove_handle(multi, pointer)
                guard let transfer = unsafe active.removeValue(forKey: pointer) else { continue }
                let handle = transfer.handle
                transfer.finish(code)
                if let handle { idle.append(handle) }
            }
            // libcurl shortens the wait to its own next timer.
            unsafe curl_multi_poll(multi, nil, 0, 60_000, nil)
        }
        for transfer in unsafe Array(active.values) {
            if let handle = transfer.handle { unsafe curl_multi_remove_handle(multi, handle.pointer) }
            transfer.finish(.failure(.cancelled))
        }
        mailbox.withLock { $0.hasStopped = true }
        idle = []
        unsafe curl_multi_cleanup(multi)
    }
}

/// An easy handle and the end of its life. Used by the loop's thread alone.
@safe final class CurlHandle {
    let pointer: UnsafeMutableRawPointer
    /// Filled by libcurl with what went wrong.
    let message: UnsafeMutablePointer<CChar>

    init() {
        // Fails only when memory is out, and then nothing else works either.
        unsafe pointer = curl_easy_init()!
        unsafe message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe curl_easy_cleanup(pointer)
        unsafe message.deallocate()
    }
}
