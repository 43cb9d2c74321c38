/*
 * Feeding, reading and ending pages.
 */
#define _GNU_SOURCE
#include "session.h"

#include "note.h"
#include "stack.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void pause_for(long long microseconds)
{
    // Even a sleep of zero takes the kernel's timer slack.
    if (microseconds == 0) return;
    struct timespec left = {microseconds / 1000000, microseconds % 1000000 * 1000};
    while (nanosleep(&left, &left) && errno == EINTR) {}
}

/// The faults now in force: the option's, then the script file's.
static SANE_Status read_faults(session *session)
{
    const device_config *config = session->config;
    session->faults = (fault_script){0};
    bool right = fault_script_add(&session->faults, session->options.fault, "option fault")
                 && (!config->faults || fault_script_add_file(&session->faults, config->faults));
    return right ? SANE_STATUS_GOOD : SANE_STATUS_INVAL;
}

/// Plays the fault that is due at `byte` of `page`, if there is one.
static SANE_Status play(session *session, int page, long long byte)
{
    const fault *fault = fault_due(&session->faults, &session->state.spent, page, byte);
    if (!fault) return SANE_STATUS_GOOD;
    // It is noted before it is played: the process may not live to do so afterwards.
    if (!fault->always) {
        if (!string_list_add(&session->state.spent, fault->text)) return SANE_STATUS_NO_MEM;
        SANE_Status status = state_save(&session->state, session->config->state);
        if (status) return status;
    }
    return fault_play(fault);
}

/// Drops the page on its way.
static void drop_page(session *session, session_phase phase)
{
    frame_close(&session->frame);
    free(session->line);
    session->line = NULL;
    session->phase = phase;
}

SANE_Status session_open(session **result, const device_config *config)
{
    session *opened = calloc(1, sizeof *opened);
    if (!opened) return SANE_STATUS_NO_MEM;
    opened->config = config;
    opened->lock = -1;
    double width, height;
    SANE_Status status = state_lock(config->state, &opened->lock);
    if (!status) status = stack_list(&opened->pages, config->folder);
    if (!status) status = state_load(&opened->state, config->state);
    if (!status) {
        stack_measure(&opened->pages, config->dpi, &width, &height);
        options_init(&opened->options, config, width, height);
        status = read_faults(opened);
    }
    if (!status) status = play(opened, 0, AT_START);
    if (status) {
        session_close(opened);
        return status;
    }
    pause_for(config->open_delay * 1000LL);
    *result = opened;
    return SANE_STATUS_GOOD;
}

void session_close(session *session)
{
    drop_page(session, PHASE_IDLE);
    state_clear(&session->state);
    string_list_clear(&session->pages);
    if (session->lock >= 0) close(session->lock);
    free(session);
}

SANE_Status session_page_loaded(const session *session, SANE_Bool *loaded)
{
    // Not into the session's own lists: a page may be on its way.
    string_list pages = {0};
    state state = {0};
    SANE_Status status = stack_list(&pages, session->config->folder);
    if (!status) status = state_load(&state, session->config->state);
    *loaded = !status && (size_t)state.next < pages.count;
    state_clear(&state);
    string_list_clear(&pages);
    return status;
}

/// The parameters that `shape` makes.
static SANE_Parameters parameters_of(const session *session, const frame_shape *shape)
{
    return (SANE_Parameters){
        .format = shape->mode == MODE_COLOR ? SANE_FRAME_RGB : SANE_FRAME_GRAY,
        .last_frame = SANE_TRUE,
        .bytes_per_line = frame_bytes_per_line(shape),
        .pixels_per_line = shape->width,
        .lines = session->config->unknown_height ? -1 : shape->height,
        .depth = shape->mode == MODE_LINEART ? 1 : 8,
    };
}

void session_parameters(const session *session, SANE_Parameters *parameters)
{
    if (session->phase == PHASE_READING) {
        *parameters = session->parameters;
        return;
    }
    frame_shape shape;
    options_shape(&session->options, session->config->padding, &shape);
    *parameters = parameters_of(session, &shape);
}

/// Finds the page to feed: its number from 1; `missing` when it is the absent back of a last sheet.
static SANE_Status choose_page(session *session, bool *missing)
{
    int count = (int)session->pages.count;
    *missing = false;
    if (session->options.source == SOURCE_FLATBED) {
        session->page = session->options.flatbed_page;
        if (session->page <= count) return SANE_STATUS_GOOD;
        note("flatbed-page is %d, but %s has %d pages", session->page, session->config->folder, count);
        return SANE_STATUS_INVAL;
    }
    session->page = session->state.next + 1 + (session->back_next ? 1 : 0);
    if (session->page <= count) return SANE_STATUS_GOOD;
    if (session->back_next) {
        *missing = true;
        return SANE_STATUS_GOOD;
    }
    if (session->config->reload && session->state.next > 0) {
        session->state.next = 0;
        SANE_Status status = state_save(&session->state, session->config->state);
        if (status) return status;
    }
    return SANE_STATUS_NO_DOCS;
}

/// Feeds the next page and makes its first line possible.
static SANE_Status feed(session *session)
{
    const device_config *config = session->config;
    bool missing;
    SANE_Status status = stack_list(&session->pages, config->folder);
    if (!status) status = state_load(&session->state, config->state);
    if (!status) status = read_faults(session);
    if (!status) status = choose_page(session, &missing);
    if (status) return status;
    pause_for(config->start_delay * 1000LL);
    status = play(session, session->page, AT_START);
    if (status) return status;

    frame_shape shape;
    options_shape(&session->options, config->padding, &shape);
    session->parameters = parameters_of(session, &shape);
    session->delivered = 0;
    session->line_delay = session->faults.has_line_delay ? session->faults.line_delay : session->options.line_delay;
    session->line_used = session->parameters.bytes_per_line;
    session->line = malloc((size_t)session->parameters.bytes_per_line);
    if (!session->line) return SANE_STATUS_NO_MEM;
    const char *path = missing ? NULL : session->pages.items[session->page - 1];
    return frame_open(&session->frame, &shape, path, config->dpi);
}

SANE_Status session_start(session *session)
{
    if (session->phase == PHASE_READING) return SANE_STATUS_DEVICE_BUSY;
    if (session->options.source != SOURCE_DUPLEX) session->back_next = false;
    SANE_Status status = feed(session);
    if (status) {
        drop_page(session, PHASE_IDLE);
        session->back_next = false;
        return status;
    }
    session->phase = PHASE_READING;
    return SANE_STATUS_GOOD;
}

/// All of the page was delivered: the sheet leaves the stack when its last side did.
static SANE_Status complete(session *session)
{
    drop_page(session, PHASE_COMPLETE);
    feeder_source source = session->options.source;
    if (source == SOURCE_DUPLEX) session->back_next = !session->back_next;
    if (source != SOURCE_FLATBED && !session->back_next) {
        int count = (int)session->pages.count;
        session->state.next = session->page < count ? session->page : count;
        SANE_Status status = state_save(&session->state, session->config->state);
        if (status) return status;
    }
    return SANE_STATUS_EOF;
}

/// Copies up to `room` bytes of the page, to no further than its end; 0 at the end.
static SANE_Status copy_lines(session *session, SANE_Byte *data, long long room, SANE_Int *length)
{
    int line_bytes = session->parameters.bytes_per_line;
    while (*length < room) {
        if (session->line_used == line_bytes) {
            if (session->frame.lines_made == session->frame.shape.height) break;
            // A slow page comes line by line, so that the reader sees it go on.
            if (session->line_delay && *length > 0) break;
            pause_for(session->line_delay);
            SANE_Status status = frame_next_line(&session->frame, session->line);
            if (status) return status;
            session->line_used = 0;
        }
        int part = line_bytes - session->line_used;
        if (part > room - *length) part = (int)(room - *length);
        memcpy(data + *length, session->line + session->line_used, (size_t)part);
        session->line_used += part;
        *length += part;
    }
    session->delivered += *length;
    return SANE_STATUS_GOOD;
}

SANE_Status session_read(session *session, SANE_Byte *data, SANE_Int max_length, SANE_Int *length)
{
    *length = 0;
    if (session->phase == PHASE_COMPLETE) return SANE_STATUS_EOF;
    if (session->phase == PHASE_CANCELLED) return SANE_STATUS_CANCELLED;
    if (session->phase == PHASE_IDLE || max_length < 0) return SANE_STATUS_INVAL;

    SANE_Status status = play(session, session->page, session->delivered);
    if (!status) {
        long long room = max_length;
        long long fault_at =
            fault_next_byte(&session->faults, &session->state.spent, session->page, session->delivered);
        if (fault_at >= 0 && fault_at - session->delivered < room) room = fault_at - session->delivered;
        status = copy_lines(session, data, room, length);
    }
    // A page that ends early is fed like a whole one.
    if (status == SANE_STATUS_EOF) return complete(session);
    if (status) {
        *length = 0;
        drop_page(session, PHASE_IDLE);
        session->back_next = false;
        return status;
    }
    return *length == 0 && max_length > 0 ? complete(session) : SANE_STATUS_GOOD;
}

void session_cancel(session *session)
{
    drop_page(session, session->phase == PHASE_READING ? PHASE_CANCELLED : PHASE_IDLE);
    session->back_next = false;
    play(session, 0, AT_CANCEL);
}
