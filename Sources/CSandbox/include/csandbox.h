#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

// What Linux lets a process give up, for good and for all that it starts: memory and computing time (setrlimit), the
// file system (Landlock, kernel 5.19 and later), and system calls (seccomp). Nothing here needs a privilege.

/// Whether this process has one thread. What follows holds for the thread that asks for it and what that one starts.
bool csandbox_is_single_threaded(void);

/// Limits memory in bytes, and the size of a file that is written; and no core is left of a crash.
bool csandbox_limit_memory(uint64_t memory, uint64_t file_size);

/// Lets this process compute for so many seconds more; then the kernel ends it with SIGXCPU.
bool csandbox_limit_computing(uint32_t seconds);

/// Lets a child that was just started compute for so many seconds.
bool csandbox_limit_computing_of(pid_t child, uint32_t seconds);

/// What may be done with what is at a path and below it.
typedef enum csandbox_access {
    /// Read files, list directories, start programs.
    CSANDBOX_READ,
    /// Make, write, rename and remove files, but not read them.
    CSANDBOX_ADD,
} csandbox_access;

/// A new set of rules for the file system, in which nothing is allowed; -1 where the kernel has none.
int csandbox_rules_create(void);

/// Adds what is at `path`. A path that is not there is none to allow.
void csandbox_rules_allow(int rules, const char *_Nonnull path, csandbox_access access);

/// Adds an open file, for reading.
void csandbox_rules_allow_file(int rules, int file);

/// Enforces the rules from now on, and closes them.
bool csandbox_rules_enforce(int rules);

/// Takes away the calls that decoding has no need of: sockets first of all, and what reaches into other processes or
/// changes the system. Without `may_start_programs` also starting any, and signals.
bool csandbox_filter_calls(bool may_start_programs);
