import CZlib

/// Bytes in the format of gzip (RFC 1952), as browsers take them.
package enum Gzip {
    /// Compresses what is small enough to be compressed at once.
    package static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        var stream = unsafe z_stream()
        // With memory for its tables zlib always begins and, given room for the worst case, always ends.
        precondition(unsafe sohoa_gzip_begin(&stream) == Z_OK)
        defer { unsafe deflateEnd(&stream) }
        let room = Int(unsafe deflateBound(&stream, UInt(bytes.count)))
        return unsafe [UInt8](unsafeUninitializedCapacity: room) { output, count in
            unsafe bytes.withUnsafeBufferPointer { input in
                // zlib reads from where it is told and never writes there; both buffers outlive the call.
                unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(room)
                precondition(unsafe deflate(&stream, Z_FINISH) == Z_STREAM_END)
            }
            count = room - Int(unsafe stream.avail_out)
        }
    }
}
