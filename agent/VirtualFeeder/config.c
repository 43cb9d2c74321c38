/*
 * The parser of sohoafeeder.conf.
 */
#define _GNU_SOURCE
#include "config.h"

#include "faults.h"
#include "note.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 32 };

static const char file_name[] = "sohoafeeder.conf";

long long parse_number(const char *text, long long lowest, long long highest)
{
    if (*text < '0' || *text > '9') return -1;
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    return errno || *end || number < lowest || number > highest ? -1 : number;
}

/// Cuts `line` in place into words at blanks outside quotes; drops the quotes and what follows a `#` that begins a
/// word. Returns the number of words, -1 for an open quote or too many.
static int split(char *line, char *words[WORDS_MAX])
{
    int count = 0;
    char *from = line;
    for (;;) {
        from += strspn(from, " \t\r\n");
        if (!*from || *from == '#') return count;
        if (count == WORDS_MAX) return -1;
        char *to = from;
        words[count++] = to;
        bool quoted = false;
        for (; *from && (quoted || !strchr(" \t\r\n", *from)); from++) {
            if (*from == '"') quoted = !quoted;
            else *to++ = *from;
        }
        if (quoted) return -1;
        bool last = !*from;
        *to = 0;
        if (last) return count;
        from++;
    }
}

/// `path`, or `folder/path` when it is relative.
static char *resolve(const char *folder, const char *path)
{
    char *result = NULL;
    int length = *path == '/' ? asprintf(&result, "%s", path) : asprintf(&result, "%s/%s", folder, path);
    return length < 0 ? NULL : result;
}

static bool set_path(char **place, const char *folder, const char *path)
{
    free(*place);
    *place = *path ? resolve(folder, path) : NULL;
    return *place != NULL;
}

static bool set_number(int *place, const char *text, int lowest, int highest)
{
    long long number = parse_number(text, lowest, highest);
    if (number < 0) return false;
    *place = (int)number;
    return true;
}

/// Applies one `key=value`, or `key` alone with an empty value; false when it is unknown or out of range.
static bool apply(device_config *device, const char *folder, const char *key, const char *value)
{
    const struct { const char *key; int *place; int lowest, highest; } numbers[] = {
        {"line-delay", &device->line_delay, 0, LINE_DELAY_MAX}, {"open-delay", &device->open_delay, 0, 600000},
        {"search-delay", &device->search_delay, 0, 600000},     {"start-delay", &device->start_delay, 0, 600000},
        {"dpi", &device->dpi, 10, 2400},
        {"flatbed-page", &device->flatbed_page, 1, INT_MAX},    {"padding", &device->padding, 0, 4096},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!strcmp(key, numbers[i].key))
            return set_number(numbers[i].place, value, numbers[i].lowest, numbers[i].highest);

    if (!strcmp(key, "state")) return set_path(&device->state, folder, value);
    if (!strcmp(key, "faults")) return set_path(&device->faults, folder, value);
    if (!strcmp(key, "reload")) return device->reload = !strcmp(value, "auto");
    if (!strcmp(key, "unknown-height")) return device->unknown_height = !*value;
    if (!strcmp(key, "fault")) {
        fault_script trial = {0};
        if (strlen(value) >= FAULT_WORDS_SIZE || !fault_script_add(&trial, value, file_name)) return false;
        strcpy(device->fault, value);
        return true;
    }
    return false;
}

static void clear_device(device_config *device)
{
    free(device->name);
    free(device->folder);
    free(device->state);
    free(device->faults);
}

/// Reads the words of one line into `device`; false, after a note, when they make no device.
static bool read_device(device_config *device, const char *folder, char **words, int count, int line)
{
    *device = (device_config){.dpi = 200, .flatbed_page = 1};
    if (count < 3 || strcmp(words[0], "device")) {
        note("%s/%s:%d: expected: device NAME FOLDER [key=value ...]", folder, file_name, line);
        return false;
    }
    char state[PATH_MAX];
    snprintf(state, sizeof state, "sohoafeeder-%s.state", words[1]);
    device->name = strdup(words[1]);
    if (!device->name || !set_path(&device->folder, folder, words[2]) || !set_path(&device->state, folder, state)) {
        note("%s/%s:%d: no memory", folder, file_name, line);
        return false;
    }
    for (int i = 3; i < count; i++) {
        char *value = strchr(words[i], '=');
        if (value) *value++ = 0;
        if (!apply(device, folder, words[i], value ? value : "")) {
            note("%s/%s:%d: '%s' with the value '%s' is no setting; the device %s is left out", folder, file_name,
                 line, words[i], value ? value : "", device->name);
            return false;
        }
    }
    return true;
}

static void read_file(config *result, FILE *file, const char *folder)
{
    char *line = NULL;
    size_t room = 0;
    for (int number = 1; getline(&line, &room, file) >= 0; number++) {
        char *words[WORDS_MAX];
        int count = split(line, words);
        if (count == 0) continue;
        device_config *devices = realloc(result->devices, (result->count + 1) * sizeof *devices);
        if (!devices) break;
        result->devices = devices;
        if (read_device(&devices[result->count], folder, words, count, number)) result->count++;
        else clear_device(&devices[result->count]);
    }
    free(line);
}

void config_load(config *result)
{
    static const char defaults[] = ".:/etc/sane.d";
    *result = (config){0};
    const char *listed = getenv("SANE_CONFIG_DIR");
    if (!listed) listed = "";
    size_t length = strlen(listed);
    // As sanei_config does: an empty list, or a colon at its end, brings the default folders in.
    bool with_defaults = length == 0 || listed[length - 1] == ':';
    char *folders = NULL;
    if (asprintf(&folders, "%s%s", listed, with_defaults ? defaults : "") < 0) return;

    char *rest = folders;
    for (char *folder; (folder = strsep(&rest, ":"));) {
        char *path = *folder ? resolve(folder, file_name) : NULL;
        FILE *file = path ? fopen(path, "re") : NULL;
        free(path);
        if (!file) continue;
        read_file(result, file, folder);
        fclose(file);
        break;
    }
    free(folders);
}

void config_clear(config *config)
{
    for (size_t i = 0; i < config->count; i++) clear_device(&config->devices[i]);
    free(config->devices);
    config->devices = NULL;
    config->count = 0;
}
