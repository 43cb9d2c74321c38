/*
 * Planning and doing the resampling.
 *
 * Weights are in 1/256 and add up to 256, so that a sum of weighted bytes, rounding included, fits in 16 bits and the
 * compiler can use the narrow vector multiply that every amd64 has.
 */
#include "scale.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// Taps that average the source from `low` to `high`.
static scale_taps box(double low, double high, int source, size_t at, uint16_t *weights)
{
    int last = source - 1;
    int first = (int)floor(low);
    int end = (int)ceil(high) - 1;
    if (first > last) first = last;
    if (end > last) end = last;
    if (end < first) end = first;
    double top = end + 1 < high ? end + 1 : high;
    scale_taps made = {.first = first, .weights = at};
    int given = 0;
    for (int i = first; i <= end; i++) {
        // What is given so far is rounded, not each weight, so that the sum is right.
        double reached = i + 1 < top ? i + 1 : top;
        int sum = i == end ? 256 : (int)lround(256 * (reached - low) / (top - low));
        if (sum == given && made.count == 0) {
            made.first++;
            continue;
        }
        weights[at + (size_t)made.count++] = (uint16_t)(sum - given);
        given = sum;
    }
    while (made.count > 1 && weights[at + (size_t)made.count - 1] == 0) made.count--;
    return made;
}

/// Two taps around `centre`.
static scale_taps pair(double centre, int source, size_t at, uint16_t *weights)
{
    if (centre < 0) centre = 0;
    if (centre > source - 1) centre = source - 1;
    int first = (int)centre;
    if (first > source - 2) first = source - 2;
    int second = (int)lround(256 * (centre - first));
    weights[at] = (uint16_t)(256 - second);
    weights[at + 1] = (uint16_t)second;
    return (scale_taps){.first = first, .count = 2, .weights = at};
}

SANE_Status axis_make(scale_axis *axis, int origin, int length, double ratio, int source)
{
    bool enlarge = ratio < 1 && source > 1;
    size_t room = enlarge ? 2 : (size_t)ceil(ratio) + 2;
    *axis = (scale_axis){.length = length, .copy = true, .pairs = enlarge};
    axis->taps = malloc((size_t)length * sizeof *axis->taps);
    axis->weights = malloc((size_t)length * room * sizeof *axis->weights);
    if (!axis->taps || !axis->weights) {
        axis_clear(axis);
        return SANE_STATUS_NO_MEM;
    }
    for (int i = 0; i < length; i++) {
        double low = ((double)origin + i) * ratio;
        double centre = low + ratio / 2;
        if (centre >= source) break;
        size_t at = (size_t)i * room;
        scale_taps made = enlarge ? pair(centre - 0.5, source, at, axis->weights)
                            : box(low, low + ratio, source, at, axis->weights);
        axis->taps[i] = made;
        axis->inside++;
        if (made.count > axis->widest) axis->widest = made.count;
        if (made.count != 1 || made.first != axis->taps[0].first + i) axis->copy = false;
    }
    return SANE_STATUS_GOOD;
}

/// Two taps a pixel. `channels` is a constant at each call, which lets the compiler unroll.
static inline void row_of_pairs(const scale_axis *axis, const uint8_t *from, uint8_t *to, int channels)
{
    const uint16_t *weights = axis->weights;
    for (int x = 0; x < axis->inside; x++) {
        const uint8_t *pixel = from + (ptrdiff_t)axis->taps[x].first * channels;
        unsigned first = weights[2 * x], second = weights[2 * x + 1];
        for (int c = 0; c < channels; c++)
            *to++ = (uint8_t)((pixel[c] * first + pixel[c + channels] * second + 128) >> 8);
    }
}

static inline void row_of_boxes(const scale_axis *axis, const uint8_t *from, uint8_t *to, int channels)
{
    for (int x = 0; x < axis->inside; x++) {
        const scale_taps *taps = &axis->taps[x];
        const uint16_t *weights = axis->weights + taps->weights;
        const uint8_t *pixel = from + (ptrdiff_t)taps->first * channels;
        unsigned sums[3] = {128, 128, 128};
        for (int i = 0; i < taps->count; i++, pixel += channels)
            for (int c = 0; c < channels; c++) sums[c] += (unsigned)weights[i] * pixel[c];
        for (int c = 0; c < channels; c++) *to++ = (uint8_t)(sums[c] >> 8);
    }
}

void axis_row(const scale_axis *axis, const uint8_t *from, uint8_t *to, int channels)
{
    if (axis->inside == 0) return;
    if (axis->copy) {
        ptrdiff_t first = (ptrdiff_t)axis->taps[0].first * channels;
        memcpy(to, from + first, (size_t)axis->inside * (size_t)channels);
    } else if (axis->pairs) {
        if (channels == 1) row_of_pairs(axis, from, to, 1);
        else row_of_pairs(axis, from, to, 3);
    } else {
        if (channels == 1) row_of_boxes(axis, from, to, 1);
        else row_of_boxes(axis, from, to, 3);
    }
}

void axis_column(
    const scale_axis *axis, int y, const uint8_t *const rows[], uint16_t *sums, uint8_t *to, size_t length)
{
    const scale_taps *taps = &axis->taps[y];
    const uint16_t *weights = axis->weights + taps->weights;
    if (taps->count == 1) {
        memcpy(to, rows[0], length);
        return;
    }
    if (taps->count == 2) {
        const uint8_t *upper = rows[0], *lower = rows[1];
        uint16_t first = weights[0], second = weights[1];
        for (size_t i = 0; i < length; i++)
            to[i] = (uint8_t)((uint16_t)(upper[i] * first + lower[i] * second + 128) >> 8);
        return;
    }
    for (size_t i = 0; i < length; i++) sums[i] = 128;
    for (int row = 0; row < taps->count; row++) {
        const uint8_t *from = rows[row];
        uint16_t weight = weights[row];
        for (size_t i = 0; i < length; i++) sums[i] = (uint16_t)(sums[i] + from[i] * weight);
    }
    for (size_t i = 0; i < length; i++) to[i] = (uint8_t)(sums[i] >> 8);
}

void axis_clear(scale_axis *axis)
{
    free(axis->taps);
    free(axis->weights);
    *axis = (scale_axis){0};
}
