#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Makes an image smaller by averaging boxes of pixels, line by line as they stream past.
typedef struct cjpeg_reducer cjpeg_reducer;

/// The largest factor: the sum of a box fits 16 bits.
enum { CJPEG_MAXIMUM_FACTOR = 16 };

/// A new reducer by a whole `factor`, or NULL when that is over the width or out of range, or memory is short.
///
/// Pixels at the right edge that do not fill a box are left out.
cjpeg_reducer *_Nullable cjpeg_reducer_create(uint32_t width, int channels, int factor);

/// Takes one line. True when a reduced line is complete and lies in `cjpeg_reducer_line`.
bool cjpeg_reducer_add(cjpeg_reducer *_Nonnull reducer, const uint8_t *_Nonnull line);

/// Completes a last line from what is left. False when nothing is left.
bool cjpeg_reducer_finish(cjpeg_reducer *_Nonnull reducer);

/// The last complete reduced line.
const uint8_t *_Nonnull cjpeg_reducer_line(const cjpeg_reducer *_Nonnull reducer);

void cjpeg_reducer_destroy(cjpeg_reducer *_Nullable reducer);
