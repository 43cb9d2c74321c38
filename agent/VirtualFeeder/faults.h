/*
 * Scripted faults: what goes wrong, and where.
 *
 * A script is a list of words with commas, blanks or line ends between them; `#` comments out the rest of its line.
 *
 *     KIND@PAGE          in sane_start of that page
 *     KIND@PAGE:BYTE     in sane_read, after exactly BYTE bytes of that page were delivered
 *     busy               in sane_open
 *     cancel-hang        in sane_cancel, which never returns
 *     line-delay=USEC    not a fault: a pause before each line, in place of the configured one
 *
 * KIND is `jam` (JAMMED), `no-docs` (NO_DOCS), `cover-open` (COVER_OPEN), `io-error` (IO_ERROR), `eof` (EOF: the page ends
 * early, as where a driver hides a jam or the paper is shorter than the area), `hang` (the call never
 * returns; only killing the process helps) or `crash` (SIGSEGV). PAGE counts the files of the folder from 1, whatever
 * the source. A BYTE equal to the size of the page plays in place of EOF; a greater one never plays.
 *
 * A fault is played once and then noted in the state file, so that it does not recur when the next process goes on
 * with the same sheet; the same word written twice is played twice. With `!` at its end it is played every time.
 */
#pragma once

#include "string_list.h"

#include <sane/sane.h>
#include <stdbool.h>

#pragma GCC visibility push(hidden)

enum { FAULTS_MAX = 64, FAULT_TEXT_SIZE = 48, LINE_DELAY_MAX = 10000000 };

/// Where a fault without a byte is played.
enum { AT_START = -1, AT_CANCEL = -2 };

typedef enum {
    FAULT_JAM,
    FAULT_NO_DOCS,
    FAULT_COVER_OPEN,
    FAULT_IO_ERROR,
    FAULT_EOF,
    FAULT_HANG,
    FAULT_CRASH,
    FAULT_BUSY,
    FAULT_CANCEL_HANG,
} fault_kind;

typedef struct {
    fault_kind kind;
    int page;       ///< from 1; 0 for `busy` and `cancel-hang`
    long long byte; ///< AT_START, AT_CANCEL, or how many bytes of the page come first
    bool always;
    size_t earlier; ///< how many words before it in the script are the same
    char text[FAULT_TEXT_SIZE];
} fault;

/// The faults in force, all zero for none.
typedef struct {
    fault faults[FAULTS_MAX];
    size_t count;
    bool has_line_delay;
    int line_delay; ///< microseconds
} fault_script;

/// Adds the words of `text`; false, after a note that names `origin`, when one is wrong.
bool fault_script_add(fault_script *script, const char *text, const char *origin);

/// Adds the words of a file; a file that is not there adds none.
bool fault_script_add_file(fault_script *script, const char *path);

/// The fault due at `byte` of `page`, less those in `spent`; NULL when there is none. Pass page 0 for sane_open and sane_cancel.
const fault *fault_due(const fault_script *script, const string_list *spent, int page, long long byte);

/// The byte of `page` at which the next fault is due, at or after `byte`; -1 when none is left.
long long fault_next_byte(const fault_script *script, const string_list *spent, int page, long long byte);

/// Plays the fault: returns its status, or does not return at all.
SANE_Status fault_play(const fault *fault);

#pragma GCC visibility pop
