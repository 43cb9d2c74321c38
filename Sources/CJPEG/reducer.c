#include "cjpeg_reducer.h"

#include <stdlib.h>
#include <string.h>

// The loops over all samples of a page: twice as fast with wider registers where the processor has them.
#if defined(__x86_64__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

/// Output pixels worked on at a time, so that their sums stay in the nearest cache.
enum { CHUNK_PIXELS = 64, CHUNK_SAMPLES = CHUNK_PIXELS * CJPEG_MAXIMUM_FACTOR * 3 };

struct cjpeg_reducer {
    int channels;
    int factor;
    /// Lines in `sums`.
    int rows;
    size_t reduced_width;
    /// Samples of a line that are used.
    size_t samples;
    /// Sums down each column of the present box.
    uint16_t *sums;
    uint8_t *line;
};

cjpeg_reducer *cjpeg_reducer_create(uint32_t width, int channels, int factor) {
    if (factor < 1 || factor > CJPEG_MAXIMUM_FACTOR || width < (uint32_t)factor) return NULL;
    cjpeg_reducer *reducer = calloc(1, sizeof *reducer);
    if (!reducer) return NULL;
    reducer->channels = channels;
    reducer->factor = factor;
    reducer->reduced_width = width / factor;
    reducer->samples = reducer->reduced_width * factor * channels;
    // The sums of the last boxes are taken over a little more than there is.
    reducer->sums = calloc(reducer->samples + (size_t)factor * channels, sizeof *reducer->sums);
    reducer->line = malloc(reducer->reduced_width * channels);
    if (!reducer->sums || !reducer->line) {
        cjpeg_reducer_destroy(reducer);
        return NULL;
    }
    return reducer;
}

/// Averages the boxes that begin at `sums`.
///
/// Sums are made for every sample, not only for the first of each box: plain loops vectorise, and are then several
/// times as fast as a loop that picks out the boxes.
WIDE static void average(
    const uint16_t *restrict sums, uint8_t *restrict line, size_t pixels, int channels, int factor, int rows) {
    uint16_t averages[CHUNK_SAMPLES];
    const size_t samples = pixels * factor * channels;
    const uint32_t count = (uint32_t)(factor * rows);
    memcpy(averages, sums, samples * sizeof *averages);
    for (int pixel = 1; pixel < factor; pixel++) {
        const uint16_t *restrict others = sums + pixel * channels;
        for (size_t i = 0; i < samples; i++) averages[i] = (uint16_t)(averages[i] + others[i]);
    }
    if (count > 1) {
        const uint16_t half = (uint16_t)(count / 2), share = (uint16_t)((65536 + count - 1) / count);
        for (size_t i = 0; i < samples; i++)
            averages[i] = (uint16_t)(((uint32_t)(uint16_t)(averages[i] + half) * share) >> 16);
    }
    const size_t step = (size_t)factor * channels;
    if (channels == 3) {
        for (size_t x = 0; x < pixels; x++) {
            line[x * 3] = (uint8_t)averages[x * step];
            line[x * 3 + 1] = (uint8_t)averages[x * step + 1];
            line[x * 3 + 2] = (uint8_t)averages[x * step + 2];
        }
    } else {
        for (size_t x = 0; x < pixels; x++) line[x] = (uint8_t)averages[x * step];
    }
}

static void make_line(cjpeg_reducer *reducer) {
    const int channels = reducer->channels, factor = reducer->factor;
    for (size_t x = 0; x < reducer->reduced_width; x += CHUNK_PIXELS) {
        const size_t left = reducer->reduced_width - x;
        average(
            reducer->sums + x * factor * channels, reducer->line + x * channels,
            left < CHUNK_PIXELS ? left : CHUNK_PIXELS, channels, factor, reducer->rows);
    }
    reducer->rows = 0;
}

WIDE static void add(uint16_t *restrict sums, const uint8_t *restrict line, size_t samples, bool is_first) {
    if (is_first) {
        for (size_t i = 0; i < samples; i++) sums[i] = line[i];
    } else {
        for (size_t i = 0; i < samples; i++) sums[i] = (uint16_t)(sums[i] + line[i]);
    }
}

bool cjpeg_reducer_add(cjpeg_reducer *reducer, const uint8_t *line) {
    add(reducer->sums, line, reducer->samples, reducer->rows == 0);
    if (++reducer->rows < reducer->factor) return false;
    make_line(reducer);
    return true;
}

bool cjpeg_reducer_finish(cjpeg_reducer *reducer) {
    if (reducer->rows == 0) return false;
    make_line(reducer);
    return true;
}

const uint8_t *cjpeg_reducer_line(const cjpeg_reducer *reducer) { return reducer->line; }

void cjpeg_reducer_destroy(cjpeg_reducer *reducer) {
    if (!reducer) return;
    free(reducer->sums);
    free(reducer->line);
    free(reducer);
}
