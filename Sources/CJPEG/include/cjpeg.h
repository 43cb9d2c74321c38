#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A one-pass baseline JPEG encoder over libjpeg: lines go in, bytes come out as they are made.
///
/// libjpeg reports errors by `longjmp`, which must not cross a Swift frame; every function here
/// catches them and returns false. No frame and no coefficients are held.
typedef struct cjpeg_encoder cjpeg_encoder;

/// The largest width or height of a JPEG file that libjpeg writes.
enum { CJPEG_MAXIMUM_SIDE = 65500 };

/// A new encoder, or NULL when a value is out of range or memory is short.
///
/// `height` 0 means unknown: the bytes then carry a provisional height, to be overwritten at
/// `cjpeg_encoder_height_offset` with `cjpeg_encoder_height` after the end. `channels` is 1 or 3.
cjpeg_encoder *_Nullable cjpeg_encoder_create(
    uint32_t width, uint32_t height, int channels, int quality, int dots_per_inch);

/// Compresses `count` lines that begin `stride` bytes apart. Lines beyond a known height are ignored.
bool cjpeg_encoder_write(
    cjpeg_encoder *_Nonnull encoder, const uint8_t *_Nonnull lines, size_t stride, size_t count);

/// Ends the image. One with fewer lines than its known height has only those: then, too, the height in the bytes is to be
/// overwritten. False when there is no line at all.
bool cjpeg_encoder_finish(cjpeg_encoder *_Nonnull encoder);

/// The bytes made since `cjpeg_encoder_drop_output`; they stay where they are until the next write.
const uint8_t *_Nullable cjpeg_encoder_output(const cjpeg_encoder *_Nonnull encoder, size_t *_Nonnull length);

/// Empties the output after the caller has taken it.
void cjpeg_encoder_drop_output(cjpeg_encoder *_Nonnull encoder);

/// Lines of the image so far; of the finished image after the end.
uint32_t cjpeg_encoder_height(const cjpeg_encoder *_Nonnull encoder);

/// Where in the whole file the two bytes of the height (big-endian) lie; 0 before the first output.
size_t cjpeg_encoder_height_offset(const cjpeg_encoder *_Nonnull encoder);

void cjpeg_encoder_destroy(cjpeg_encoder *_Nullable encoder);
