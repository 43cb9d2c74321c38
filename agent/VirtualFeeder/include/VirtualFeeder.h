/*
 * A SANE backend that feeds a folder of page images as a stack of paper and plays scripted faults.
 *
 * libsane's dll driver finds these entry points by name, in libsane-sohoafeeder.so.1 on LD_LIBRARY_PATH, for a line
 * `sohoafeeder` in dll.conf. They are all that the library exports. How to describe devices and faults is written in
 * config.h and faults.h.
 */
#pragma once

#include <sane/sane.h>

SANE_Status sane_sohoafeeder_init(SANE_Int *version_code, SANE_Auth_Callback authorize);
void sane_sohoafeeder_exit(void);
SANE_Status sane_sohoafeeder_get_devices(const SANE_Device ***device_list, SANE_Bool local_only);
SANE_Status sane_sohoafeeder_open(SANE_String_Const name, SANE_Handle *handle);
void sane_sohoafeeder_close(SANE_Handle handle);
const SANE_Option_Descriptor *sane_sohoafeeder_get_option_descriptor(SANE_Handle handle, SANE_Int option);
SANE_Status sane_sohoafeeder_control_option(
    SANE_Handle handle, SANE_Int option, SANE_Action action, void *value, SANE_Int *info);
SANE_Status sane_sohoafeeder_get_parameters(SANE_Handle handle, SANE_Parameters *parameters);
SANE_Status sane_sohoafeeder_start(SANE_Handle handle);
SANE_Status sane_sohoafeeder_read(SANE_Handle handle, SANE_Byte *data, SANE_Int max_length, SANE_Int *length);
void sane_sohoafeeder_cancel(SANE_Handle handle);
SANE_Status sane_sohoafeeder_set_io_mode(SANE_Handle handle, SANE_Bool non_blocking);
SANE_Status sane_sohoafeeder_get_select_fd(SANE_Handle handle, SANE_Int *fd);
