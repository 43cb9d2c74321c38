/*
 * One frame of a scan: a page resampled to the resolution, cut to the scan area and packed as the mode wants it, line
 * by line. Where the area is larger than the page the frame is white, as the feeder's backing is.
 */
#pragma once

#include "page.h"
#include "scale.h"

#include <sane/sane.h>
#include <stdbool.h>

#pragma GCC visibility push(hidden)

typedef enum { MODE_LINEART, MODE_GRAY, MODE_COLOR } frame_mode;

/// The wanted pixels: an area in pixels of the output resolution.
typedef struct {
    frame_mode mode;
    int resolution;
    int left, top, width, height;
    int padding; ///< bytes added to each line
} frame_shape;

typedef struct {
    frame_shape shape;
    page *page; ///< NULL for a white frame
    int channels;
    scale_axis across, down;
    uint8_t *source;   ///< one row of the page
    uint8_t **ring;    ///< page rows resampled across, row r at r % ring_size
    int ring_size;
    int rows_read;     ///< of the page
    uint8_t *line;     ///< one output line before packing
    uint16_t *sums;
    const uint8_t **window; ///< the ring's rows in order, for axis_column
    int lines_made;
} frame;

/// Bytes of one line of this shape.
int frame_bytes_per_line(const frame_shape *shape);

/// Opens the page at `path`, which must outlive the frame; NULL makes a white frame. `dpi` holds for a page that states
/// none.
SANE_Status frame_open(frame *frame, const frame_shape *shape, const char *path, int dpi);

/// Makes the next line, of frame_bytes_per_line bytes; not to be called past the height.
SANE_Status frame_next_line(frame *frame, uint8_t *line);

/// Frees the frame; all zero is none.
void frame_close(frame *frame);

#pragma GCC visibility pop
