#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A PNG decoder over libpng: a file goes in, lines of 8-bit samples on white paper come out.
///
/// libpng reports errors by `longjmp`, which must not cross a Swift frame; every function here catches them.
typedef struct cpng_decoder cpng_decoder;

/// How a call went.
typedef enum cpng_result {
    CPNG_GOOD,
    /// The file is cut short or damaged.
    CPNG_DAMAGED,
    /// The image needs more memory than there is.
    CPNG_TOO_LARGE,
} cpng_result;

/// What a file says of its image.
typedef struct cpng_header {
    uint32_t width;
    uint32_t height;
    /// Of the lines that are decoded: 1 grey, 3 colour.
    int channels;
    /// Black and white.
    bool is_bilevel;
    /// Pixels per inch across, rounded; 0 when the file does not say.
    int dots_per_inch;
} cpng_header;

/// Reads the header of an open file from its start. Returns NULL and how it went when there is none.
///
/// The file must stay open for as long as the decoder lives.
cpng_decoder *_Nullable cpng_decoder_create(
    int file, cpng_header *_Nonnull header, cpng_result *_Nonnull result);

/// Decodes the next `count` lines into `lines`, one behind the other, never beyond the last line.
///
/// With the last line the file is read to its end. An interlaced image is held whole.
cpng_result cpng_decoder_read(cpng_decoder *_Nonnull decoder, uint8_t *_Nonnull lines, size_t count);

void cpng_decoder_destroy(cpng_decoder *_Nullable decoder);
