#define _GNU_SOURCE
#include "cpng.h"

#include <errno.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <png.h>

struct cpng_decoder {
    png_structp png;
    png_infop info;
    jmp_buf jump;
    int file;
    off_t offset;
    uint32_t height;
    /// Channels that libpng gives: those of the lines, and how opaque a pixel is.
    int channels;
    size_t row_bytes;
    bool is_interlaced;
    bool has_started;
    uint32_t next;
    /// One row, or all rows of an interlaced image.
    uint8_t *rows;
    png_bytepp row_list;
};

/// Chunks that pages have no need of; some of them are compressed and can be made to grow without end.
static const png_byte ignored_chunks[] = "bKGD\0cHRM\0eXIf\0gAMA\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0sCAL\0sPLT\0sRGB\0"
                                         "sTER\0tEXt\0tIME\0zTXt";

static void on_error(png_structp png, png_const_charp text) {
    (void)text;
    longjmp(((cpng_decoder *)png_get_error_ptr(png))->jump, 1);
}

static void on_warning(png_structp png, png_const_charp text) { (void)png, (void)text; }

static void on_read(png_structp png, png_bytep bytes, size_t count) {
    cpng_decoder *decoder = png_get_io_ptr(png);
    while (count > 0) {
        ssize_t some = pread(decoder->file, bytes, count, decoder->offset);
        if (some < 0 && errno == EINTR) continue;
        if (some <= 0) png_error(png, "the file ends");
        decoder->offset += some;
        bytes += some;
        count -= (size_t)some;
    }
}

static void read_header(cpng_decoder *decoder, cpng_header *header) {
    png_structp png = decoder->png;
    png_set_read_fn(png, decoder, on_read);
    // The caller judges the size; libpng's own limit would pass for damage.
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_keep_unknown_chunks(
        png, PNG_HANDLE_CHUNK_NEVER, ignored_chunks, (int)(sizeof ignored_chunks / 5));
    png_read_info(png, decoder->info);
    const int colour = png_get_color_type(png, decoder->info), depth = png_get_bit_depth(png, decoder->info);
    const bool has_transparency = png_get_valid(png, decoder->info, PNG_INFO_tRNS) != 0;
    header->width = png_get_image_width(png, decoder->info);
    header->height = png_get_image_height(png, decoder->info);
    header->channels = colour & PNG_COLOR_MASK_COLOR ? 3 : 1;
    header->is_bilevel = colour == PNG_COLOR_TYPE_GRAY && depth == 1 && !has_transparency;
    header->dots_per_inch = (int)(png_get_x_pixels_per_meter(png, decoder->info) * 0.0254 + 0.5);
    decoder->height = header->height;
    decoder->is_interlaced = png_get_interlace_type(png, decoder->info) != PNG_INTERLACE_NONE;
    png_set_expand(png);
    png_set_scale_16(png);
}

cpng_decoder *cpng_decoder_create(int file, cpng_header *header, cpng_result *result) {
    cpng_decoder *decoder = calloc(1, sizeof *decoder);
    *result = CPNG_TOO_LARGE;
    if (!decoder) return NULL;
    decoder->file = file;
    if (setjmp(decoder->jump)) {
        *result = CPNG_DAMAGED;
        cpng_decoder_destroy(decoder);
        return NULL;
    }
    decoder->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, decoder, on_error, on_warning);
    if (decoder->png) decoder->info = png_create_info_struct(decoder->png);
    if (!decoder->info) {
        cpng_decoder_destroy(decoder);
        return NULL;
    }
    read_header(decoder, header);
    *result = CPNG_GOOD;
    return decoder;
}

/// Makes ready for the rows. False when memory is short.
static bool start(cpng_decoder *decoder) {
    decoder->has_started = true;
    png_set_interlace_handling(decoder->png);
    png_read_update_info(decoder->png, decoder->info);
    decoder->channels = png_get_channels(decoder->png, decoder->info);
    decoder->row_bytes = png_get_rowbytes(decoder->png, decoder->info);
    const size_t rows = decoder->is_interlaced ? decoder->height : 1;
    if (decoder->row_bytes > SIZE_MAX / rows) return false;
    decoder->rows = malloc(decoder->row_bytes * rows);
    if (!decoder->rows) return false;
    if (!decoder->is_interlaced) return true;
    decoder->row_list = malloc(rows * sizeof *decoder->row_list);
    if (!decoder->row_list) return false;
    for (size_t row = 0; row < rows; row++) decoder->row_list[row] = decoder->rows + row * decoder->row_bytes;
    png_read_image(decoder->png, decoder->row_list);
    return true;
}

/// A row as it looks on white paper.
static uint8_t *lay_on_paper(uint8_t *to, const uint8_t *from, size_t row_bytes, int channels) {
    if (channels == 1 || channels == 3) {
        memcpy(to, from, row_bytes);
        return to + row_bytes;
    }
    const int colours = channels - 1;
    for (size_t pixel = 0; pixel < row_bytes / channels; pixel++, from += channels) {
        const int opacity = from[colours];
        for (int colour = 0; colour < colours; colour++)
            *to++ = (uint8_t)((from[colour] * opacity + 255 * (255 - opacity) + 127) / 255);
    }
    return to;
}

cpng_result cpng_decoder_read(cpng_decoder *decoder, uint8_t *lines, size_t count) {
    if (setjmp(decoder->jump)) return CPNG_DAMAGED;
    if (!decoder->has_started && !start(decoder)) return CPNG_TOO_LARGE;
    while (count > 0 && decoder->next < decoder->height) {
        const uint8_t *row = decoder->rows;
        if (decoder->is_interlaced) {
            row = decoder->row_list[decoder->next];
        } else {
            png_read_row(decoder->png, decoder->rows, NULL);
        }
        lines = lay_on_paper(lines, row, decoder->row_bytes, decoder->channels);
        decoder->next++;
        count--;
    }
    if (decoder->next == decoder->height) png_read_end(decoder->png, NULL);
    return CPNG_GOOD;
}

void cpng_decoder_destroy(cpng_decoder *decoder) {
    if (!decoder) return;
    if (decoder->png) png_destroy_read_struct(&decoder->png, &decoder->info, NULL);
    free(decoder->rows);
    free(decoder->row_list);
    free(decoder);
}
