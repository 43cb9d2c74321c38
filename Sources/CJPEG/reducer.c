#include "cjpeg_reducer.h"

#include <stdlib.h>
#include <string.h>

struct cjpeg_reducer {
    uint32_t width;
    uint32_t reduced_width;
    int channels;
    /// Sums of the lines of the present box, one for each sample of a line.
    uint16_t *sums;
    /// Lines in `sums`.
    uint32_t rows;
    /// Lines taken, and reduced lines made.
    uint64_t taken;
    uint64_t made;
    uint8_t *line;
};

cjpeg_reducer *cjpeg_reducer_create(uint32_t width, uint32_t reduced_width, int channels) {
    // 16-bit sums hold 257 lines of 255.
    if (reduced_width == 0 || reduced_width > width || width / reduced_width > 255) return NULL;
    cjpeg_reducer *reducer = calloc(1, sizeof *reducer);
    if (!reducer) return NULL;
    reducer->width = width;
    reducer->reduced_width = reduced_width;
    reducer->channels = channels;
    reducer->sums = calloc((size_t)width * channels, sizeof *reducer->sums);
    reducer->line = malloc((size_t)reduced_width * channels);
    if (!reducer->sums || !reducer->line) {
        cjpeg_reducer_destroy(reducer);
        return NULL;
    }
    return reducer;
}

static void make_line(cjpeg_reducer *reducer) {
    const uint16_t *sums = reducer->sums;
    const uint32_t width = reducer->width, reduced = reducer->reduced_width;
    uint8_t *to = reducer->line;
    uint32_t from = 0;
    for (uint32_t x = 0; x < reduced; x++) {
        const uint32_t until = (uint32_t)((uint64_t)(x + 1) * width / reduced);
        const float share = 1.0f / (float)((until - from) * reducer->rows);
        if (reducer->channels == 3) {
            uint32_t a = 0, b = 0, c = 0;
            for (; from < until; from++, sums += 3) {
                a += sums[0];
                b += sums[1];
                c += sums[2];
            }
            *to++ = (uint8_t)((float)a * share + 0.5f);
            *to++ = (uint8_t)((float)b * share + 0.5f);
            *to++ = (uint8_t)((float)c * share + 0.5f);
        } else {
            uint32_t a = 0;
            for (; from < until; from++) a += *sums++;
            *to++ = (uint8_t)((float)a * share + 0.5f);
        }
    }
    memset(reducer->sums, 0, (size_t)width * reducer->channels * sizeof *reducer->sums);
    reducer->rows = 0;
    reducer->made++;
}

bool cjpeg_reducer_add(cjpeg_reducer *reducer, const uint8_t *line) {
    uint16_t *sums = reducer->sums;
    const size_t count = (size_t)reducer->width * reducer->channels;
    for (size_t i = 0; i < count; i++) sums[i] = (uint16_t)(sums[i] + line[i]);
    reducer->rows++;
    reducer->taken++;
    if (reducer->taken * reducer->reduced_width < (reducer->made + 1) * reducer->width) return false;
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
