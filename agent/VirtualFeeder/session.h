/*
 * An open device: its place in the stack and the page on its way.
 */
#pragma once

#include "config.h"
#include "faults.h"
#include "frame.h"
#include "options.h"
#include "state.h"
#include "string_list.h"

#include <sane/sane.h>
#include <stdbool.h>

#pragma GCC visibility push(hidden)

typedef enum {
    PHASE_IDLE,      ///< no page was started, or it ended in an error
    PHASE_READING,   ///< between sane_start and EOF
    PHASE_COMPLETE,  ///< EOF was returned
    PHASE_CANCELLED, ///< cancelled while reading
} session_phase;

typedef struct session session;

struct session {
    const device_config *config;
    options options;
    int lock;
    state state;
    string_list pages;
    fault_script faults;

    session_phase phase;
    bool back_next;      ///< duplex: the front of the sheet was delivered, its back was not
    int page;            ///< number of the file on its way, from 1
    long long delivered; ///< bytes of it
    int line_delay;      ///< microseconds
    frame frame;
    SANE_Parameters parameters;
    uint8_t *line; ///< the line on its way, of which `line_used` bytes were delivered
    int line_used;

    session *next; ///< the backend's list of open devices
};

/// Opens the device; DEVICE_BUSY when another process has it.
SANE_Status session_open(session **result, const device_config *config);

/// Closes it; the sheet on its way stays in the stack.
void session_close(session *session);

/// Whether a sheet is left in the feeder.
SANE_Status session_page_loaded(const session *session, SANE_Bool *loaded);

/// The parameters of the page on its way, or else of the one that the options would give.
void session_parameters(const session *session, SANE_Parameters *parameters);

/// sane_start, sane_read and sane_cancel.
SANE_Status session_start(session *session);
SANE_Status session_read(session *session, SANE_Byte *data, SANE_Int max_length, SANE_Int *length);
void session_cancel(session *session);

#pragma GCC visibility pop
