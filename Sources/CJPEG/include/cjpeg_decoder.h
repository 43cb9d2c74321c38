#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A JPEG decoder over libjpeg: a file goes in, lines come out.
///
/// It is strict where libjpeg is lenient: a file that is cut short or damaged is an error, not a grey area. No error of
/// libjpeg's crosses a Swift frame.
typedef struct cjpeg_decoder cjpeg_decoder;

/// How a call went.
typedef enum cjpeg_result {
    CJPEG_GOOD,
    /// The file is cut short or damaged.
    CJPEG_DAMAGED,
    /// The image needs more memory than there may be.
    CJPEG_TOO_LARGE,
    /// The file is whole, as far as it was read, but of a kind that libjpeg does not decode.
    CJPEG_UNSUPPORTED,
} cjpeg_result;

/// What a file says of its image.
typedef struct cjpeg_decoder_header {
    uint32_t width;
    uint32_t height;
    /// Of the file: 1 grey, 3 colour, 4 for print.
    int channels;
    /// 8 bits and Huffman codes, as every program reads them.
    bool is_common;
    /// Pixels per inch across, rounded; 0 when the file does not say.
    int dots_per_inch;
} cjpeg_decoder_header;

/// Reads the header of an open file from its start. Returns NULL and how it went when there is none.
///
/// The file must stay open for as long as the decoder lives.
cjpeg_decoder *_Nullable cjpeg_decoder_create(
    int file, cjpeg_decoder_header *_Nonnull header, cjpeg_result *_Nonnull result);

/// The Exif data behind their mark, or NULL; they stay as long as the decoder.
const uint8_t *_Nullable cjpeg_decoder_exif(const cjpeg_decoder *_Nonnull decoder, size_t *_Nonnull length);

/// Decodes the next `count` lines into `lines`, one behind the other, as grey or as red, green and blue.
///
/// Only for files of 1 or 3 channels, and never beyond the last line. With the last line the file is read to its end.
cjpeg_result cjpeg_decoder_read(cjpeg_decoder *_Nonnull decoder, uint8_t *_Nonnull lines, size_t count);

void cjpeg_decoder_destroy(cjpeg_decoder *_Nullable decoder);
