/*
 * Resampling along one axis: which source samples make an output sample, and with which weights.
 *
 * Reducing averages the area an output sample covers (box); enlarging interpolates between two neighbours; at equal
 * resolution samples are copied.
 */
#pragma once

#include <sane/sane.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/// The source samples of one output sample: `count` from `first` on, with weights that add up to 256.
typedef struct {
    int first;
    int count;
    size_t weights; ///< index into axis.weights
} scale_taps;

typedef struct {
    int length; ///< output samples
    int inside; ///< how many of them, from the first on, lie on the source; the rest is beside the paper
    int widest; ///< largest count
    bool copy;  ///< every count is 1, and first grows by 1
    bool pairs; ///< every count is 2, and the weights stand one pair after the other
    scale_taps *taps;
    uint16_t *weights;
} scale_axis;

/// Makes the plan for `length` output samples beginning with output sample `origin`, `ratio` source samples to one of
/// output, from `source` samples.
SANE_Status axis_make(scale_axis *axis, int origin, int length, double ratio, int source);

/// Resamples a row of interleaved channels; writes axis->inside pixels.
void axis_row(const scale_axis *axis, const uint8_t *from, uint8_t *to, int channels);

/// Makes output row `y` of the vertical `axis` from its taps' rows, `length` samples each; `sums` has as much room.
void axis_column(
    const scale_axis *axis, int y, const uint8_t *const rows[], uint16_t *sums, uint8_t *to, size_t length);

/// Frees the plan; all zero is none.
void axis_clear(scale_axis *axis);

#pragma GCC visibility pop
