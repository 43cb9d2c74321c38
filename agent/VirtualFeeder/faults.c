/*
 * Parsing, finding and playing scripted faults.
 */
#define _GNU_SOURCE
#include "faults.h"

#include "config.h"
#include "note.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char separators[] = ", \t\r\n";

static const struct {
    const char *name;
    SANE_Status status; // of those that return
} kinds[] = {
    [FAULT_JAM] = {"jam", SANE_STATUS_JAMMED},
    [FAULT_NO_DOCS] = {"no-docs", SANE_STATUS_NO_DOCS},
    [FAULT_COVER_OPEN] = {"cover-open", SANE_STATUS_COVER_OPEN},
    [FAULT_IO_ERROR] = {"io-error", SANE_STATUS_IO_ERROR},
    [FAULT_EOF] = {"eof", SANE_STATUS_EOF},
    [FAULT_HANG] = {"hang", SANE_STATUS_IO_ERROR},
    [FAULT_CRASH] = {"crash", SANE_STATUS_IO_ERROR},
    [FAULT_BUSY] = {"busy", SANE_STATUS_DEVICE_BUSY},
    [FAULT_CANCEL_HANG] = {"cancel-hang", SANE_STATUS_IO_ERROR},
};

/// Reads KIND[@PAGE[:BYTE]][!].
static bool parse_fault(fault *result, const char *word)
{
    if (strlen(word) >= FAULT_TEXT_SIZE) return false;
    *result = (fault){.byte = AT_START};
    strcpy(result->text, word);

    char copy[FAULT_TEXT_SIZE];
    strcpy(copy, word);
    char *mark = strchr(copy, '!');
    if (mark) {
        if (mark[1]) return false;
        *mark = 0;
        result->always = true;
    }
    char *page = strchr(copy, '@');
    if (page) *page++ = 0;
    size_t kind = 0;
    while (kind < sizeof kinds / sizeof *kinds && strcmp(copy, kinds[kind].name)) kind++;
    if (kind == sizeof kinds / sizeof *kinds) return false;
    result->kind = (fault_kind)kind;
    if (kind == FAULT_CANCEL_HANG) result->byte = AT_CANCEL;
    if (kind == FAULT_BUSY || kind == FAULT_CANCEL_HANG) return !page;
    if (!page) return false;

    char *byte = strchr(page, ':');
    if (byte) {
        *byte++ = 0;
        result->byte = parse_number(byte, 0, LLONG_MAX);
        if (result->byte < 0) return false;
    }
    result->page = (int)parse_number(page, 1, INT_MAX);
    return result->page > 0;
}

static bool add_word(fault_script *script, const char *word)
{
    static const char delay[] = "line-delay=";
    if (!strncmp(word, delay, sizeof delay - 1)) {
        script->line_delay = (int)parse_number(word + sizeof delay - 1, 0, LINE_DELAY_MAX);
        script->has_line_delay = true;
        return script->line_delay >= 0;
    }
    if (script->count == FAULTS_MAX) return false;
    fault *added = &script->faults[script->count];
    if (!parse_fault(added, word)) return false;
    for (size_t i = 0; i < script->count; i++) added->earlier += !strcmp(script->faults[i].text, added->text);
    script->count++;
    return true;
}

bool fault_script_add(fault_script *script, const char *text, const char *origin)
{
    char *copy = strdup(text);
    if (!copy) return false;
    bool right = true;
    char *lines = copy;
    for (char *line; right && (line = strtok_r(lines, "\n", &lines));) {
        line[strcspn(line, "#")] = 0;
        char *words = line;
        for (char *word; right && (word = strtok_r(words, separators, &words));) {
            right = add_word(script, word);
            if (!right) note("%s: '%s' is no fault, or one more than %d", origin, word, FAULTS_MAX);
        }
    }
    free(copy);
    return right;
}

bool fault_script_add_file(fault_script *script, const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        if (errno == ENOENT) return true;
        note("%s: %s", path, strerror(errno));
        return false;
    }
    char *text = NULL;
    size_t room = 0;
    // A text file has no zero byte, so this takes all of it.
    bool right = getdelim(&text, &room, 0, file) < 0 ? !ferror(file) : fault_script_add(script, text, path);
    free(text);
    fclose(file);
    return right;
}

static bool is_spent(const fault *fault, const string_list *spent)
{
    return !fault->always && string_list_count_of(spent, fault->text) > fault->earlier;
}

const fault *fault_due(const fault_script *script, const string_list *spent, int page, long long byte)
{
    for (size_t i = 0; i < script->count; i++) {
        const fault *fault = &script->faults[i];
        if (fault->page == page && fault->byte == byte && !is_spent(fault, spent)) return fault;
    }
    return NULL;
}

long long fault_next_byte(const fault_script *script, const string_list *spent, int page, long long byte)
{
    long long next = -1;
    for (size_t i = 0; i < script->count; i++) {
        const fault *fault = &script->faults[i];
        if (fault->page != page || fault->byte < byte || is_spent(fault, spent)) continue;
        if (next < 0 || fault->byte < next) next = fault->byte;
    }
    return next;
}

SANE_Status fault_play(const fault *fault)
{
    switch (fault->kind) {
    case FAULT_HANG:
    case FAULT_CANCEL_HANG:
        // Signals do not end it, as a driver stuck in the kernel or in a retry loop is not ended by them either.
        for (;;) pause();
    case FAULT_CRASH:
        raise(SIGSEGV);
        abort();
    default:
        return kinds[fault->kind].status;
    }
}
