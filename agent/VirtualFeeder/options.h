/*
 * The options of a virtual feeder, under the names that real drivers use, with a group of its own for faults.
 */
#pragma once

#include "config.h"
#include "frame.h"

#include <sane/sane.h>
#include <stdbool.h>

#pragma GCC visibility push(hidden)

typedef enum {
    OPTION_COUNT,
    OPTION_SCAN_GROUP,
    OPTION_SOURCE,
    OPTION_MODE,
    OPTION_RESOLUTION,
    OPTION_GEOMETRY_GROUP,
    OPTION_TL_X,
    OPTION_TL_Y,
    OPTION_BR_X,
    OPTION_BR_Y,
    OPTION_SENSOR_GROUP,
    OPTION_PAGE_LOADED,
    OPTION_FEEDER_GROUP,
    OPTION_FLATBED_PAGE,
    OPTION_FAULT,
    OPTION_LINE_DELAY,
    OPTIONS
} option_index;

typedef enum { SOURCE_FLATBED, SOURCE_FEEDER, SOURCE_DUPLEX } feeder_source;

/// The values, and what describes them to the frontend.
typedef struct {
    feeder_source source;
    frame_mode mode;
    SANE_Int resolution;
    SANE_Fixed tl_x, tl_y, br_x, br_y;
    SANE_Int flatbed_page;
    char fault[FAULT_WORDS_SIZE];
    SANE_Int line_delay;

    SANE_Range across, down;
    SANE_Option_Descriptor descriptors[OPTIONS];
} options;

/// Sets the defaults for a scan area of `width` × `height` mm.
void options_init(options *options, const device_config *config, double width, double height);

/// sane_control_option for everything but OPTION_PAGE_LOADED, which is the stack's to know.
SANE_Status options_control(options *options, SANE_Int option, SANE_Action action, void *value, SANE_Int *info);

/// The pixels that the options ask for.
void options_shape(const options *options, int padding, frame_shape *shape);

#pragma GCC visibility pop
