/*
 * The configuration of the virtual feeders: `sohoafeeder.conf` in SANE_CONFIG_DIR.
 *
 * One device per line; `#` begins a comment; a word with spaces stands in "double quotes":
 *
 *     device NAME FOLDER [key=value ...]
 *
 * NAME makes the SANE device `sohoafeeder:NAME`. FOLDER holds its paper: every .jpg .jpeg .pnm .ppm .pgm .pbm in it,
 * ordered by the bytes of its name, is one page. Paths are relative to the folder of the configuration file.
 *
 *     state=FILE         where the position in the stack is kept from one process to the next (beside the
 *                        configuration as sohoafeeder-NAME.state). Deleting it loads the stack anew and makes faults
 *                        that were played once playable again. FILE.lock is what keeps a second process out.
 *     reload=auto        after NO_DOCS was reported once, the stack lies in the feeder again from its first sheet
 *     fault=WORDS        faults to play, comma between them; see faults.h. It is the default of the option `fault`.
 *     faults=FILE        a file of further faults, read afresh at every sane_open and sane_start; it may be missing
 *     line-delay=USEC    a pause before each line, so that a page takes its time
 *     search-delay=MSEC  a pause in sane_get_devices, as drivers that ask the network
 *     open-delay=MSEC    a pause in sane_open, as a scanner that wakes up
 *     start-delay=MSEC   a pause in sane_start, as a lamp that warms up
 *     dpi=N              resolution of pages whose file does not state one (200)
 *     flatbed-page=N     which page lies on the glass (1); default of the option of the same name
 *     unknown-height     sane_get_parameters says lines = -1, as hand scanners do
 *     padding=N          each line is N bytes longer than its pixels need
 *
 * The stack: the source `Automatic Document Feeder` takes one file a sheet, `ADF Duplex` two (front, back; a missing
 * last back is white), `Flatbed` takes none. A sheet counts as fed when all its sides were read to EOF; one that
 * jammed, was cancelled or was cut short by a crash is still in the stack for the next sane_start, in this process or
 * another, which in duplex begins with its front again. The end of the stack is SANE_STATUS_NO_DOCS from sane_start.
 * The scan area is as large as the largest page of the folder.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#pragma GCC visibility push(hidden)

/// Longest value of `fault=` and of the option `fault`, with the closing zero.
enum { FAULT_WORDS_SIZE = 256 };

/// One line of the configuration.
typedef struct {
    char *name;
    char *folder;
    char *state;
    char *faults; ///< the fault script file, or NULL
    char fault[FAULT_WORDS_SIZE];
    bool reload;
    bool unknown_height;
    int line_delay;
    int search_delay;
    int open_delay;
    int start_delay;
    int dpi;
    int flatbed_page;
    int padding;
} device_config;

/// All devices of the configuration.
typedef struct {
    device_config *devices;
    size_t count;
} config;

/// Reads the first sohoafeeder.conf of SANE_CONFIG_DIR. A line with a mistake is noted and left out, a missing file is
/// a configuration without devices.
void config_load(config *result);

/// Frees the devices.
void config_clear(config *config);

/// A whole number between `lowest` and `highest`, or -1 when `text` is anything else.
long long parse_number(const char *text, long long lowest, long long highest);

#pragma GCC visibility pop
