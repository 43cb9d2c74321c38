#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A TIFF decoder over libtiff: a file of one or more images goes in, lines of 8-bit samples on white paper come out.
///
/// An image is decoded strip by strip, or a row of tiles at a time. What libtiff calls an error is held against the file,
/// also where it goes on. One decoder a process at a time: libtiff's error handler is the process's.
typedef struct ctiff_decoder ctiff_decoder;

/// How a call went.
typedef enum ctiff_result {
    CTIFF_GOOD,
    /// The file is cut short or damaged.
    CTIFF_DAMAGED,
    /// A strip of the image needs more memory than there is.
    CTIFF_TOO_LARGE,
    /// A compression or kind of colours that libtiff does not make an image of.
    CTIFF_UNSUPPORTED,
} ctiff_result;

/// What the file says of an image.
typedef struct ctiff_header {
    uint32_t width;
    uint32_t height;
    /// Of the lines that are decoded: 1 grey, 3 colour.
    int channels;
    /// Black and white.
    bool is_bilevel;
    /// Inks instead of light.
    bool is_for_print;
    /// A small or a mask image beside a page.
    bool is_beside_page;
    /// Pixels per inch across, rounded; 0 when the file does not say.
    int dots_per_inch;
    /// 1 to 8, as TIFF and Exif number them.
    int orientation;
} ctiff_header;

/// Opens a file, or returns NULL. The descriptor stays the caller's.
ctiff_decoder *_Nullable ctiff_decoder_create(int file);

/// The images of the file, of any kind, as far as `most`; 0 when the list of them is damaged. To be asked first of all.
int ctiff_decoder_count(ctiff_decoder *_Nonnull decoder, int most);

/// Goes to an image of the file, from 0, and reads its header.
ctiff_result ctiff_decoder_select(ctiff_decoder *_Nonnull decoder, int index, ctiff_header *_Nonnull header);

/// Decodes the next `count` lines of the image into `lines`, one behind the other, as they are stored and never beyond
/// the last one.
ctiff_result ctiff_decoder_read(ctiff_decoder *_Nonnull decoder, uint8_t *_Nonnull lines, size_t count);

void ctiff_decoder_destroy(ctiff_decoder *_Nullable decoder);
