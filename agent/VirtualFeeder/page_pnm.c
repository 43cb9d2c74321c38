/*
 * PNM pages: P1 to P6, one or two bytes a sample.
 */
#define _GNU_SOURCE
#include "page.h"

#include <limits.h>
#include <stddef.h>
#include <stdlib.h>

enum { BITS, GREY, COLOUR };

typedef struct {
    page base;
    int kind;
    bool plain; ///< P1 to P3: numbers in ASCII
    int maximum;
    uint8_t *row; ///< one row, a byte a sample, 0 is black
} pnm_page;

static const char truncated[] = "ends too early, or its header is wrong";

/// The next character that is neither blank nor in a comment.
static int next_character(FILE *file)
{
    for (;;) {
        int c = getc(file);
        if (c == '#')
            while (c != '\n' && c != EOF) c = getc(file);
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return c;
    }
}

/// A number in ASCII, with the one character behind it; -1 when there is none or it is too large.
static int read_number(FILE *file)
{
    int c = next_character(file);
    if (c < '0' || c > '9') return -1;
    int number = 0;
    for (; c >= '0' && c <= '9'; c = getc(file)) {
        if (number > (INT_MAX - 9) / 10) return -1;
        number = 10 * number + (c - '0');
    }
    return number;
}

/// One sample scaled to 0...255; -1 at the end of the file or when it is above the maximum.
static int read_sample(pnm_page *page)
{
    FILE *file = page->base.file;
    int sample;
    if (page->kind == BITS) {
        // A plain bitmap needs no blanks between its digits.
        int bit = next_character(file);
        return bit == '0' ? 255 : bit == '1' ? 0 : -1;
    }
    if (page->plain) {
        sample = read_number(file);
    } else {
        sample = getc(file);
        if (page->maximum > 255 && sample != EOF) {
            int low = getc(file);
            sample = low == EOF ? -1 : 256 * sample + low;
        }
    }
    if (sample < 0 || sample > page->maximum) return -1;
    return (int)((255L * sample + page->maximum / 2) / page->maximum);
}

static bool read_packed_bits(pnm_page *page)
{
    int byte = 0;
    for (int x = 0; x < page->base.width; x++) {
        if (x % 8 == 0 && (byte = getc(page->base.file)) == EOF) return false;
        page->row[x] = byte & (0x80 >> x % 8) ? 0 : 255;
    }
    return true;
}

static bool read_samples(pnm_page *page)
{
    size_t count = (size_t)page->base.width * (page->kind == COLOUR ? 3 : 1);
    if (!page->plain && page->maximum == 255) return fread(page->row, 1, count, page->base.file) == count;
    for (size_t i = 0; i < count; i++) {
        int sample = read_sample(page);
        if (sample < 0) return false;
        page->row[i] = (uint8_t)sample;
    }
    return true;
}

/// The luma of JPEG, in 1/65536.
static uint8_t luma(const uint8_t *pixel)
{
    return (uint8_t)((19595 * pixel[0] + 38470 * pixel[1] + 7471 * pixel[2] + 32768) >> 16);
}

static SANE_Status read_row(page *base, uint8_t *row)
{
    pnm_page *page = (pnm_page *)base;
    bool packed = page->kind == BITS && !page->plain;
    if (!(packed ? read_packed_bits(page) : read_samples(page))) return page_failed(base, truncated);

    const uint8_t *from = page->row;
    bool colour = page->kind == COLOUR;
    for (int x = 0; x < base->width; x++) {
        const uint8_t *pixel = colour ? from + 3 * (ptrdiff_t)x : from + x;
        if (base->channels == 1) *row++ = colour ? luma(pixel) : *pixel;
        else for (int i = 0; i < 3; i++) *row++ = pixel[colour ? i : 0];
    }
    return SANE_STATUS_GOOD;
}

static SANE_Status begin(page *base)
{
    pnm_page *page = (pnm_page *)base;
    page->row = malloc((size_t)base->width * 3);
    return page->row ? SANE_STATUS_GOOD : SANE_STATUS_NO_MEM;
}

static void close_page(page *base)
{
    pnm_page *page = (pnm_page *)base;
    free(page->row);
    free(page);
}

SANE_Status page_open_pnm(page **result, const page *base)
{
    pnm_page *page = calloc(1, sizeof *page);
    if (!page) return SANE_STATUS_NO_MEM;
    page->base = *base;
    page->base.begin = begin;
    page->base.read_row = read_row;
    page->base.close = close_page;

    getc(base->file);
    int format = getc(base->file) - '1';
    page->plain = format < 3;
    page->kind = format % 3;
    page->base.width = read_number(base->file);
    page->base.height = read_number(base->file);
    page->maximum = page->kind == BITS ? 1 : read_number(base->file);
    if (page->base.width < 1 || page->base.height < 1 || page->maximum < 1 || page->maximum > 65535) {
        free(page);
        return page_failed(base, truncated);
    }
    *result = &page->base;
    return SANE_STATUS_GOOD;
}
