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
