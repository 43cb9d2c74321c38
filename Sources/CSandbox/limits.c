#define _GNU_SOURCE
#include "csandbox.h"

#include <stddef.h>
#include <sys/resource.h>
#include <sys/stat.h>

bool csandbox_is_single_threaded(void) {
    struct stat tasks;
    // A link for each thread, beside the directory's own two.
    return stat("/proc/self/task", &tasks) == 0 && tasks.st_nlink == 3;
}

static bool limit(int resource, rlim_t value) {
    const struct rlimit both = {value, value};
    return setrlimit(resource, &both) == 0;
}

bool csandbox_limit_memory(uint64_t memory, uint64_t file_size) {
    return limit(RLIMIT_AS, memory) && limit(RLIMIT_FSIZE, file_size) && limit(RLIMIT_CORE, 0);
}

/// The soft limit alone: it is moved on with each page.
static bool limit_computing(pid_t process, rlim_t seconds) {
    struct rlimit found;
    if (prlimit(process, RLIMIT_CPU, NULL, &found) != 0) return false;
    found.rlim_cur = seconds < found.rlim_max ? seconds : found.rlim_max;
    return prlimit(process, RLIMIT_CPU, &found, NULL) == 0;
}

bool csandbox_limit_computing(uint32_t seconds) {
    struct rusage used;
    if (getrusage(RUSAGE_SELF, &used) != 0) return false;
    return limit_computing(0, (rlim_t)used.ru_utime.tv_sec + (rlim_t)used.ru_stime.tv_sec + 1 + seconds);
}

bool csandbox_limit_computing_of(pid_t child, uint32_t seconds) { return limit_computing(child, seconds); }
