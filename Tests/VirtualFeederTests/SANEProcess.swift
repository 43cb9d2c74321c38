import CSANE
import Glibc

// What the processes of ProtocolTests are made of. They are judged by their exit status alone, so that a wrong value
// ends them with a message.

/// Ends the process when the two differ.
func expect<Value: Equatable>(_ value: Value, _ wanted: Value, line: UInt = #line) {
    guard value != wanted else { return }
    fatalError("line \(line): \(value), wanted \(wanted)")
}

/// Opens the first feeder of the environment in this process, and closes SANE afterwards.
@unsafe func withDevice(_ environment: [String: String], _ body: (SANE_Handle) -> Void) {
    for (name, value) in environment { unsafe setenv(name, value, 1) }
    expect(sane_init(nil, nil), SANE_STATUS_GOOD)
    var handle: SANE_Handle?
    unsafe expect(sane_open("sohoafeeder", &handle), SANE_STATUS_GOOD)
    unsafe body(handle!)
    unsafe sane_close(handle)
    sane_exit()
}

/// What came of setting an option.
struct Setting {
    let status: SANE_Status
    let value: SANE_Word
    let info: SANE_Int
}

/// Sets an option that is a word, by its name.
@unsafe func setWord(_ name: String, _ value: SANE_Word, on device: SANE_Handle) -> Setting {
    var value = value
    var info: SANE_Int = 0
    let status = unsafe sane_control_option(device, place(of: name, on: device), SANE_ACTION_SET_VALUE, &value, &info)
    return Setting(status: status, value: value, info: info)
}

/// Sets an option that is a string, by its name.
@unsafe func setString(_ name: String, _ value: String, on device: SANE_Handle) -> Setting {
    var info: SANE_Int = 0
    let place = unsafe place(of: name, on: device)
    var bytes = Array(value.utf8CString)
    let status = unsafe bytes.withUnsafeMutableBytes {
        unsafe sane_control_option(device, place, SANE_ACTION_SET_VALUE, $0.baseAddress, &info)
    }
    return Setting(status: status, value: 0, info: info)
}

/// The number of the option called `name`.
@unsafe private func place(of name: String, on device: SANE_Handle) -> SANE_Int {
    var option: SANE_Int = 1
    while let descriptor = unsafe sane_get_option_descriptor(device, option) {
        if let called = unsafe descriptor.pointee.name, unsafe String(cString: called) == name { return option }
        option += 1
    }
    fatalError("no option \(name)")
}

/// Reads until something other than GOOD comes.
@unsafe func readAll(_ device: SANE_Handle) -> (status: SANE_Status, bytes: [UInt8]) {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1000)
    while true {
        var length: SANE_Int = 0
        let status = unsafe sane_read(device, &buffer, SANE_Int(buffer.count), &length)
        guard status == SANE_STATUS_GOOD else { return (status, bytes) }
        bytes += buffer.prefix(Int(length))
    }
}
