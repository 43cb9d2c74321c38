#define _GNU_SOURCE
#include "csandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The headers of a build machine can be older than the kernel of a station.
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

enum {
    /// The first version that lets files be renamed from one directory into another, as the store does.
    VERSION_WITH_REFER = 2,
    VERSION_WITH_TRUNCATE = 3,
};

static const uint64_t read_file = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE;
static const uint64_t add_file = LANDLOCK_ACCESS_FS_WRITE_FILE;
static const uint64_t add_directory = LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_MAKE_REG
    | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REFER;

static int version(void) {
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

/// Every kind of access that the kernel knows of the first three versions.
static uint64_t everything(void) {
    const uint64_t all = (LANDLOCK_ACCESS_FS_REFER << 1) - 1;
    return version() >= VERSION_WITH_TRUNCATE ? all | LANDLOCK_ACCESS_FS_TRUNCATE : all;
}

int csandbox_rules_create(void) {
    if (version() < VERSION_WITH_REFER) return -1;
    const struct landlock_ruleset_attr attributes = {.handled_access_fs = everything()};
    return (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
}

static void allow(int rules, int place, uint64_t access) {
    const struct landlock_path_beneath_attr rule = {.allowed_access = access & everything(), .parent_fd = place};
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

void csandbox_rules_allow(int rules, const char *path, csandbox_access access) {
    if (rules < 0) return;
    const int place = open(path, O_PATH | O_CLOEXEC);
    struct stat status;
    if (place < 0 || fstat(place, &status) != 0) return;
    uint64_t rights = access == CSANDBOX_READ ? read_file : add_file | LANDLOCK_ACCESS_FS_TRUNCATE;
    if (S_ISDIR(status.st_mode)) rights |= access == CSANDBOX_READ ? LANDLOCK_ACCESS_FS_READ_DIR : add_directory;
    allow(rules, place, rights);
    close(place);
}

void csandbox_rules_allow_file(int rules, int file) {
    if (rules >= 0) allow(rules, file, LANDLOCK_ACCESS_FS_READ_FILE);
}

bool csandbox_rules_enforce(int rules) {
    if (rules < 0) return true;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
    const bool is_done = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return is_done;
}
