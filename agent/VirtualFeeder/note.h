/*
 * What the backend has to say to a person: one line on standard error, as SANE's own backends do.
 */
#pragma once

#pragma GCC visibility push(hidden)

/// Prints `[sohoafeeder] ` and the message as one line.
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));

#pragma GCC visibility pop
