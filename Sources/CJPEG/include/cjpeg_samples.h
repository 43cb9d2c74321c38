#pragma once

#include <stddef.h>
#include <stdint.h>

// Scanner samples to the 8-bit samples that the encoder takes. `count` is in pixels unless said
// otherwise. They are C so that debug builds of the programs do not crawl and release builds vectorise.

/// One bit per pixel, most significant first, 1 = black.
void cjpeg_grey_from_bits(uint8_t *_Nonnull to, const uint8_t *_Nonnull from, size_t count);

/// Colour at one bit per channel: eight pixels' red in a byte, then their green, then their blue; 1 = bright.
void cjpeg_colour_from_bits(uint8_t *_Nonnull to, const uint8_t *_Nonnull from, size_t count);

/// One bit per sample, most significant first, 1 = bright, as the single colour frames have it.
void cjpeg_plane_from_bits(uint8_t *_Nonnull to, const uint8_t *_Nonnull from, size_t count);

/// 16-bit samples of this machine's byte order, rounded to the nearest of 8 bits; `count` in samples.
void cjpeg_bytes_from_words(uint8_t *_Nonnull to, const uint8_t *_Nonnull from, size_t count);

/// Three planes to pixels.
void cjpeg_interleave(
    uint8_t *_Nonnull to, const uint8_t *_Nonnull red, const uint8_t *_Nonnull green,
    const uint8_t *_Nonnull blue, size_t count);

/// The darkest channel of each pixel: ink of any colour shows in it.
void cjpeg_darkest_channel(
    uint8_t *_Nonnull to, const uint8_t *_Nonnull from, int channels, size_t count);

enum { CJPEG_TILE_SIDE = 16 };

/// For each square tile of a band of `CJPEG_TILE_SIDE` lines, `width` samples apart, how many of its pixels are darker
/// than its brightest by more than `contrast`. Pixels at the right edge that do not fill a tile are left out.
void cjpeg_dark_pixels(
    uint16_t *_Nonnull counts, const uint8_t *_Nonnull band, size_t width, uint8_t contrast);
