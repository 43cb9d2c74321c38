/*
 * The entry points that libsane calls: the list of devices, and the way from a handle to its session.
 */
#define _GNU_SOURCE
#include "include/VirtualFeeder.h"

#include "config.h"
#include "session.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static config configuration;
static SANE_Device *devices;
static const SANE_Device **device_list;
static session *sessions;

static void free_lists(void)
{
    free(devices);
    free(device_list);
    devices = NULL;
    device_list = NULL;
    config_clear(&configuration);
}

SANE_Status sane_sohoafeeder_init(SANE_Int *version_code, SANE_Auth_Callback authorize)
{
    (void)authorize;
    if (version_code) *version_code = SANE_VERSION_CODE(SANE_CURRENT_MAJOR, SANE_CURRENT_MINOR, 1);
    free_lists();
    config_load(&configuration);
    devices = calloc(configuration.count + 1, sizeof *devices);
    device_list = calloc(configuration.count + 1, sizeof *device_list);
    if (!devices || !device_list) {
        free_lists();
        return SANE_STATUS_NO_MEM;
    }
    for (size_t i = 0; i < configuration.count; i++) {
        devices[i] = (SANE_Device){
            .name = configuration.devices[i].name,
            .vendor = "Sohoa",
            .model = "Virtual feeder",
            .type = "virtual device",
        };
        device_list[i] = &devices[i];
    }
    return SANE_STATUS_GOOD;
}

void sane_sohoafeeder_exit(void)
{
    while (sessions) sane_sohoafeeder_close(sessions);
    free_lists();
}

SANE_Status sane_sohoafeeder_get_devices(const SANE_Device ***list, SANE_Bool local_only)
{
    (void)local_only;
    for (size_t i = 0; i < configuration.count; i++) {
        int delay = configuration.devices[i].search_delay;
        nanosleep(&(struct timespec){.tv_sec = delay / 1000, .tv_nsec = delay % 1000 * 1000000L}, NULL);
    }
    *list = device_list;
    return SANE_STATUS_GOOD;
}

SANE_Status sane_sohoafeeder_open(SANE_String_Const name, SANE_Handle *handle)
{
    for (size_t i = 0; i < configuration.count; i++) {
        // The empty name is the first device.
        if (name && *name && strcmp(name, configuration.devices[i].name)) continue;
        session *opened;
        SANE_Status status = session_open(&opened, &configuration.devices[i]);
        if (status) return status;
        opened->next = sessions;
        sessions = opened;
        *handle = opened;
        return SANE_STATUS_GOOD;
    }
    return SANE_STATUS_INVAL;
}

void sane_sohoafeeder_close(SANE_Handle handle)
{
    for (session **place = &sessions; *place; place = &(*place)->next) {
        if (*place != handle) continue;
        *place = (*place)->next;
        session_close(handle);
        return;
    }
}

const SANE_Option_Descriptor *sane_sohoafeeder_get_option_descriptor(SANE_Handle handle, SANE_Int option)
{
    session *session = handle;
    return option < 0 || option >= OPTIONS ? NULL : &session->options.descriptors[option];
}

SANE_Status sane_sohoafeeder_control_option(
    SANE_Handle handle, SANE_Int option, SANE_Action action, void *value, SANE_Int *info)
{
    session *session = handle;
    if (info) *info = 0;
    if (action == SANE_ACTION_SET_VALUE && session->phase == PHASE_READING) return SANE_STATUS_DEVICE_BUSY;
    if (option == OPTION_PAGE_LOADED && action == SANE_ACTION_GET_VALUE) return session_page_loaded(session, value);
    return options_control(&session->options, option, action, value, info);
}

SANE_Status sane_sohoafeeder_get_parameters(SANE_Handle handle, SANE_Parameters *parameters)
{
    if (parameters) session_parameters(handle, parameters);
    return SANE_STATUS_GOOD;
}

SANE_Status sane_sohoafeeder_start(SANE_Handle handle)
{
    return session_start(handle);
}

SANE_Status sane_sohoafeeder_read(SANE_Handle handle, SANE_Byte *data, SANE_Int max_length, SANE_Int *length)
{
    return session_read(handle, data, max_length, length);
}

void sane_sohoafeeder_cancel(SANE_Handle handle)
{
    session_cancel(handle);
}

SANE_Status sane_sohoafeeder_set_io_mode(SANE_Handle handle, SANE_Bool non_blocking)
{
    (void)handle;
    return non_blocking ? SANE_STATUS_UNSUPPORTED : SANE_STATUS_GOOD;
}

SANE_Status sane_sohoafeeder_get_select_fd(SANE_Handle handle, SANE_Int *fd)
{
    (void)handle;
    (void)fd;
    return SANE_STATUS_UNSUPPORTED;
}
