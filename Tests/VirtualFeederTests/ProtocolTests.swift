import CSANE
import Glibc
import TestSupport
import Testing

/// What SANE's standard asks of a backend and `scanimage` does not show. Each test is a process of its own, because
/// SANE reads its configuration once per process.
@Suite struct ProtocolTests {
    @Test func `Options cannot be set while a page is read, and can be afterwards`() async throws {
        try await withVirtualScanner(pages: .shades([10, 20])) { scanner in
            await #expect(processExitsWith: .success) { [environment = scanner.environment as [String: String]] in
                unsafe withDevice(environment) { device in
                    unsafe expect(setWord("resolution", 100, on: device).status, SANE_STATUS_GOOD)
                    unsafe expect(sane_start(device), SANE_STATUS_GOOD)
                    unsafe expect(sane_start(device), SANE_STATUS_DEVICE_BUSY)
                    unsafe expect(setWord("resolution", 200, on: device).status, SANE_STATUS_DEVICE_BUSY)
                    unsafe expect(readAll(device).status, SANE_STATUS_EOF)
                    unsafe expect(setWord("resolution", 200, on: device).status, SANE_STATUS_GOOD)
                }
            }
        }
    }

    @Test func `A value out of range is clipped and said to be inexact`() async throws {
        try await withVirtualScanner(pages: .shades([10])) { scanner in
            await #expect(processExitsWith: .success) { [environment = scanner.environment as [String: String]] in
                unsafe withDevice(environment) { device in
                    let high = unsafe setWord("resolution", 1200, on: device)
                    expect(high.value, 600)
                    expect(high.info, SANE_INFO_INEXACT | SANE_INFO_RELOAD_PARAMS)
                    let exact = unsafe setWord("resolution", 300, on: device)
                    expect(exact.info, SANE_INFO_RELOAD_PARAMS)
                    let wide = unsafe setWord("br-x", 500 << SANE_FIXED_SCALE_SHIFT, on: device)
                    expect(wide.info, SANE_INFO_INEXACT | SANE_INFO_RELOAD_PARAMS)
                    expect(unsafe setWord("page-loaded", 1, on: device).status, SANE_STATUS_INVAL)
                }
            }
        }
    }

    @Test func `Choosing another source asks to reload the options`() async throws {
        try await withVirtualScanner(pages: .shades([10])) { scanner in
            await #expect(processExitsWith: .success) { [environment = scanner.environment as [String: String]] in
                unsafe withDevice(environment) { device in
                    expect(unsafe setString("source", "ADF Duplex", on: device).info, SANE_INFO_RELOAD_OPTIONS)
                    expect(unsafe setString("source", "ADF Duplex", on: device).info, 0)
                    expect(unsafe setString("mode", "Gray", on: device).info, SANE_INFO_RELOAD_PARAMS)
                    expect(unsafe setString("source", "Tray 7", on: device).status, SANE_STATUS_INVAL)
                    expect(unsafe setWord("flatbed-page", 1, on: device).status, SANE_STATUS_INVAL)
                }
            }
        }
    }

    @Test func `Cancelling is allowed at any time, and keeps the sheet that was on its way`() async throws {
        try await withVirtualScanner(pages: .shades([10, 20])) { scanner in
            await #expect(processExitsWith: .success) { [environment = scanner.environment as [String: String]] in
                unsafe withDevice(environment) { device in
                    unsafe sane_cancel(device)
                    expect(unsafe setString("source", "Automatic Document Feeder", on: device).status, SANE_STATUS_GOOD)
                    unsafe expect(sane_start(device), SANE_STATUS_GOOD)
                    unsafe sane_cancel(device)
                    unsafe expect(readAll(device).status, SANE_STATUS_CANCELLED)
                    unsafe sane_cancel(device)
                    unsafe expect(sane_start(device), SANE_STATUS_GOOD)
                    unsafe expect(readAll(device).bytes.first, 10)
                    // EOF stays until the next start.
                    unsafe expect(readAll(device).status, SANE_STATUS_EOF)
                    unsafe sane_cancel(device)
                    unsafe expect(sane_start(device), SANE_STATUS_GOOD)
                    unsafe expect(readAll(device).bytes.first, 20)
                    unsafe expect(sane_start(device), SANE_STATUS_NO_DOCS)
                    unsafe expect(readAll(device).status, SANE_STATUS_INVAL)
                }
            }
        }
    }

    @Test func `Leaving duplex between the sides of a sheet begins with its front again`() async throws {
        try await withVirtualScanner(pages: .shades([10, 20])) { scanner in
            await #expect(processExitsWith: .success) { [environment = scanner.environment as [String: String]] in
                unsafe withDevice(environment) { device in
                    expect(unsafe setString("source", "ADF Duplex", on: device).status, SANE_STATUS_GOOD)
                    unsafe expect(sane_start(device), SANE_STATUS_GOOD)
                    unsafe expect(readAll(device).bytes.first, 10)
                    expect(unsafe setString("source", "Automatic Document Feeder", on: device).status, SANE_STATUS_GOOD)
                    unsafe expect(sane_start(device), SANE_STATUS_GOOD)
                    unsafe expect(readAll(device).bytes.first, 10)
                }
            }
        }
    }

    @Test func `Slow lines come one by one, quick ones fill the buffer`() async throws {
        try await withVirtualScanner(pages: .shades([10])) { scanner in
            await #expect(processExitsWith: .success) { [environment = scanner.environment as [String: String]] in
                unsafe withDevice(environment) { device in
                    var buffer = [UInt8](repeating: 0, count: 1000)
                    for (delay, wanted) in [(SANE_Word(1), SANE_Int(3 * 60)), (0, 1000)] {
                        unsafe expect(setWord("line-delay", delay, on: device).status, SANE_STATUS_GOOD)
                        unsafe expect(sane_start(device), SANE_STATUS_GOOD)
                        var length: SANE_Int = 0
                        unsafe expect(sane_read(device, &buffer, SANE_Int(buffer.count), &length), SANE_STATUS_GOOD)
                        expect(length, wanted)
                        unsafe sane_cancel(device)
                    }
                }
            }
        }
    }

    @Test func `It reads only in blocking mode`() async throws {
        try await withVirtualScanner(pages: .shades([10])) { scanner in
            await #expect(processExitsWith: .success) { [environment = scanner.environment as [String: String]] in
                unsafe withDevice(environment) { device in
                    unsafe expect(sane_start(device), SANE_STATUS_GOOD)
                    unsafe expect(sane_set_io_mode(device, SANE_TRUE), SANE_STATUS_UNSUPPORTED)
                    unsafe expect(sane_set_io_mode(device, SANE_FALSE), SANE_STATUS_GOOD)
                    var descriptor: SANE_Int = 0
                    unsafe expect(sane_get_select_fd(device, &descriptor), SANE_STATUS_UNSUPPORTED)
                }
            }
        }
    }

    @Test func `Unknown height is -1 lines, and padded lines are longer than their pixels`() async throws {
        try await withVirtualScanner(pages: .shades([10]), settings: ["unknown-height", "padding=3"]) { scanner in
            await #expect(processExitsWith: .success) { [environment = scanner.environment as [String: String]] in
                unsafe withDevice(environment) { device in
                    unsafe expect(sane_start(device), SANE_STATUS_GOOD)
                    var parameters = SANE_Parameters()
                    unsafe expect(sane_get_parameters(device, &parameters), SANE_STATUS_GOOD)
                    expect(parameters.lines, -1)
                    expect(parameters.pixels_per_line, 60)
                    expect(parameters.bytes_per_line, 3 * 60 + 3)
                    unsafe expect(readAll(device).bytes.count, 80 * (3 * 60 + 3))
                }
            }
        }
    }
}
