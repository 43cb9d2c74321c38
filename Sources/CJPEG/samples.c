#include "cjpeg_samples.h"

#include <string.h>

void cjpeg_grey_from_bits(uint8_t *to, const uint8_t *from, size_t count) {
    for (size_t i = 0; i < count; i++) to[i] = (from[i >> 3] >> (7 - (i & 7)) & 1) ? 0 : 255;
}

void cjpeg_plane_from_bits(uint8_t *to, const uint8_t *from, size_t count) {
    for (size_t i = 0; i < count; i++) to[i] = (from[i >> 3] >> (7 - (i & 7)) & 1) ? 255 : 0;
}

void cjpeg_colour_from_bits(uint8_t *to, const uint8_t *from, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const uint8_t *group = from + (i >> 3) * 3;
        for (int channel = 0; channel < 3; channel++)
            to[i * 3 + channel] = (group[channel] >> (7 - (i & 7)) & 1) ? 255 : 0;
    }
}

void cjpeg_bytes_from_words(uint8_t *to, const uint8_t *from, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint16_t word;
        memcpy(&word, from + i * 2, 2);
        to[i] = (uint8_t)((word * 255u + 32895u) >> 16);
    }
}

void cjpeg_interleave(
    uint8_t *to, const uint8_t *red, const uint8_t *green, const uint8_t *blue, size_t count) {
    for (size_t i = 0; i < count; i++) {
        to[i * 3] = red[i];
        to[i * 3 + 1] = green[i];
        to[i * 3 + 2] = blue[i];
    }
}

void cjpeg_darkest_channel(uint8_t *to, const uint8_t *from, int channels, size_t count) {
    if (channels == 1) {
        memcpy(to, from, count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        uint8_t a = from[i * 3], b = from[i * 3 + 1], c = from[i * 3 + 2];
        uint8_t least = a < b ? a : b;
        to[i] = least < c ? least : c;
    }
}

void cjpeg_dark_pixels(uint16_t *counts, const uint8_t *band, size_t width, uint8_t contrast) {
    for (size_t tile = 0; tile < width / CJPEG_TILE_SIDE; tile++) {
        const uint8_t *corner = band + tile * CJPEG_TILE_SIDE;
        uint8_t brightest[CJPEG_TILE_SIDE] = {0}, dark[CJPEG_TILE_SIDE] = {0};
        for (size_t y = 0; y < CJPEG_TILE_SIDE; y++)
            for (size_t x = 0; x < CJPEG_TILE_SIDE; x++) {
                const uint8_t sample = corner[y * width + x];
                if (sample > brightest[x]) brightest[x] = sample;
            }
        uint8_t paper = 0;
        for (size_t x = 0; x < CJPEG_TILE_SIDE; x++)
            if (brightest[x] > paper) paper = brightest[x];
        const uint8_t limit = paper > contrast ? (uint8_t)(paper - contrast) : 0;
        for (size_t y = 0; y < CJPEG_TILE_SIDE; y++)
            for (size_t x = 0; x < CJPEG_TILE_SIDE; x++) dark[x] += corner[y * width + x] < limit;
        uint16_t count = 0;
        for (size_t x = 0; x < CJPEG_TILE_SIDE; x++) count += dark[x];
        counts[tile] = count;
    }
}
