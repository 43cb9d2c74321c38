/*
 * Making the lines of a frame.
 */
#include "frame.h"

#include <stdlib.h>
#include <string.h>

/// What padding holds: neither black nor white, so that a reader who takes it for pixels is found out.
enum { PADDING_BYTE = 0xa5, WHITE = 255, THRESHOLD = 128 };

static int channels_of(frame_mode mode)
{
    return mode == MODE_COLOR ? 3 : 1;
}

int frame_bytes_per_line(const frame_shape *shape)
{
    int bytes = shape->mode == MODE_LINEART ? (shape->width + 7) / 8 : shape->width * channels_of(shape->mode);
    return bytes + shape->padding;
}

static SANE_Status open_page(frame *frame, const char *path, int dpi)
{
    const frame_shape *shape = &frame->shape;
    SANE_Status status = page_open(&frame->page, path, dpi, false);
    if (status) return status;
    page *page = frame->page;
    status = page_begin(page, frame->channels);
    if (!status)
        status = axis_make(&frame->across, shape->left, shape->width, page->dpi_x / shape->resolution, page->width);
    if (!status)
        status = axis_make(&frame->down, shape->top, shape->height, page->dpi_y / shape->resolution, page->height);
    return status;
}

static SANE_Status allocate(frame *frame)
{
    size_t channels = (size_t)frame->channels;
    size_t samples = (size_t)frame->shape.width * channels;
    frame->ring_size = frame->down.widest;
    frame->line = malloc(samples);
    frame->sums = malloc(samples * sizeof *frame->sums);
    if (!frame->line || !frame->sums) return SANE_STATUS_NO_MEM;
    // Pixels beside the page are never written again.
    memset(frame->line, WHITE, samples);
    if (!frame->page) return SANE_STATUS_GOOD;

    frame->source = malloc((size_t)frame->page->width * channels);
    frame->ring = calloc((size_t)frame->ring_size + 1, sizeof *frame->ring);
    frame->window = calloc((size_t)frame->ring_size + 1, sizeof *frame->window);
    if (!frame->source || !frame->ring || !frame->window) return SANE_STATUS_NO_MEM;
    for (int i = 0; i < frame->ring_size; i++)
        if (!(frame->ring[i] = malloc(samples))) return SANE_STATUS_NO_MEM;
    return SANE_STATUS_GOOD;
}

SANE_Status frame_open(frame *frame, const frame_shape *shape, const char *path, int dpi)
{
    memset(frame, 0, sizeof *frame);
    frame->shape = *shape;
    frame->channels = channels_of(shape->mode);
    SANE_Status status = path ? open_page(frame, path, dpi) : SANE_STATUS_GOOD;
    if (!status) status = allocate(frame);
    if (status) frame_close(frame);
    return status;
}

/// Reads page rows until all that line `y` needs are in the ring.
static SANE_Status fill_ring(frame *frame, int y)
{
    const scale_taps *taps = &frame->down.taps[y];
    while (frame->rows_read < taps->first + taps->count) {
        SANE_Status status = page_read_row(frame->page, frame->source);
        if (status) return status;
        int row = frame->rows_read++;
        if (row >= taps->first)
            axis_row(&frame->across, frame->source, frame->ring[row % frame->ring_size], frame->channels);
    }
    for (int i = 0; i < taps->count; i++) frame->window[i] = frame->ring[(taps->first + i) % frame->ring_size];
    return SANE_STATUS_GOOD;
}

/// 1 is black, the first pixel is the highest bit; the bits behind the last pixel are white.
static void pack(const uint8_t *grey, int width, uint8_t *bits)
{
    memset(bits, 0, (size_t)(width + 7) / 8);
    for (int x = 0; x < width; x++)
        if (grey[x] < THRESHOLD) bits[x / 8] |= (uint8_t)(0x80 >> x % 8);
}

SANE_Status frame_next_line(frame *frame, uint8_t *line)
{
    const frame_shape *shape = &frame->shape;
    int y = frame->lines_made++;
    size_t channels = (size_t)frame->channels;
    if (y < frame->down.inside) {
        SANE_Status status = fill_ring(frame, y);
        if (status) return status;
        axis_column(&frame->down, y, frame->window, frame->sums, frame->line, (size_t)frame->across.inside * channels);
    } else {
        memset(frame->line, WHITE, (size_t)shape->width * channels);
    }
    size_t bytes = (size_t)(frame_bytes_per_line(shape) - shape->padding);
    if (shape->mode == MODE_LINEART) pack(frame->line, shape->width, line);
    else memcpy(line, frame->line, bytes);
    memset(line + bytes, PADDING_BYTE, (size_t)shape->padding);
    return SANE_STATUS_GOOD;
}

void frame_close(frame *frame)
{
    page_close(frame->page);
    axis_clear(&frame->across);
    axis_clear(&frame->down);
    for (int i = 0; frame->ring && i < frame->ring_size; i++) free(frame->ring[i]);
    free(frame->ring);
    free(frame->window);
    free(frame->source);
    free(frame->line);
    free(frame->sums);
    memset(frame, 0, sizeof *frame);
}
