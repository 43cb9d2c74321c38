/*
 * The state file and its lock.
 */
#define _GNU_SOURCE
#include "state.h"

#include "config.h"
#include "note.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static bool read_line(state *state, char *line)
{
    static const char next[] = "next ", spent[] = "spent ";
    line[strcspn(line, "\n")] = 0;
    if (!strncmp(line, next, sizeof next - 1)) {
        state->next = (int)parse_number(line + sizeof next - 1, 0, INT_MAX);
        return state->next >= 0;
    }
    if (!strncmp(line, spent, sizeof spent - 1)) return string_list_add(&state->spent, line + sizeof spent - 1);
    return !*line;
}

SANE_Status state_load(state *result, const char *path)
{
    state_clear(result);
    FILE *file = fopen(path, "re");
    if (!file) {
        if (errno == ENOENT) return SANE_STATUS_GOOD;
        note("%s: %s", path, strerror(errno));
        return SANE_STATUS_IO_ERROR;
    }
    bool right = true;
    char *line = NULL;
    size_t room = 0;
    while (right && getline(&line, &room, file) >= 0) right = read_line(result, line);
    free(line);
    fclose(file);
    if (right) return SANE_STATUS_GOOD;
    note("%s: not a state of this feeder; delete it to load the stack anew", path);
    return SANE_STATUS_IO_ERROR;
}

SANE_Status state_save(const state *state, const char *path)
{
    char *fresh = NULL;
    if (asprintf(&fresh, "%s.new", path) < 0) return SANE_STATUS_NO_MEM;
    FILE *file = fopen(fresh, "we");
    bool saved = file != NULL;
    if (file) {
        fprintf(file, "next %d\n", state->next);
        for (size_t i = 0; i < state->spent.count; i++) fprintf(file, "spent %s\n", state->spent.items[i]);
        saved = !ferror(file);
        saved = !fclose(file) && saved && !rename(fresh, path);
    }
    if (!saved) note("%s: cannot be written: %s", fresh, strerror(errno));
    free(fresh);
    return saved ? SANE_STATUS_GOOD : SANE_STATUS_IO_ERROR;
}

void state_clear(state *state)
{
    string_list_clear(&state->spent);
    state->next = 0;
}

SANE_Status state_lock(const char *path, int *lock)
{
    char *name = NULL;
    if (asprintf(&name, "%s.lock", path) < 0) return SANE_STATUS_NO_MEM;
    SANE_Status status = SANE_STATUS_GOOD;
    *lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (*lock < 0 || flock(*lock, LOCK_EX | LOCK_NB)) {
        status = errno == EWOULDBLOCK ? SANE_STATUS_DEVICE_BUSY : SANE_STATUS_ACCESS_DENIED;
        if (status == SANE_STATUS_ACCESS_DENIED) note("%s: %s", name, strerror(errno));
        if (*lock >= 0) close(*lock);
        *lock = -1;
    }
    free(name);
    return status;
}
