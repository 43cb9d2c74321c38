/*
 * What a feeder remembers from one process to the next: how far the stack was fed, and which faults were played.
 *
 * The state file is text: `next N` with the index of the next file from 0, and a line `spent WORD` for each fault
 * played. It is replaced by rename, so that a crash leaves the old or the new one.
 */
#pragma once

#include "string_list.h"

#include <sane/sane.h>
#include <stdbool.h>

#pragma GCC visibility push(hidden)

typedef struct {
    int next;
    string_list spent;
} state;

/// Reads the state into `result`, which must be valid (all zero at first); no file is a full stack. IO_ERROR, after a
/// note, for a file that cannot be read or understood.
SANE_Status state_load(state *result, const char *path);

/// Replaces the state file; IO_ERROR, after a note, when that fails.
SANE_Status state_save(const state *state, const char *path);

/// Frees what the state holds and leaves that of a full stack.
void state_clear(state *state);

/// Locks the device whose state is at `path` until `lock` is closed or the process ends; DEVICE_BUSY when another
/// process has it, ACCESS_DENIED, after a note, when the lock file cannot be made.
SANE_Status state_lock(const char *path, int *lock);

#pragma GCC visibility pop
