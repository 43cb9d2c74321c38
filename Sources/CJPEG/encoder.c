#include "cjpeg.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "huffman.h"

enum { LINES_AT_ONCE = 16 };

/// What libjpeg calls back with.
struct failure {
    struct jpeg_error_mgr manager;
    jmp_buf jump;
};

/// Output that grows until it is taken; the caller takes it after every few lines, so it stays small.
struct output {
    struct jpeg_destination_mgr manager;
    uint8_t *bytes;
    size_t capacity;
    size_t length;
};

struct cjpeg_encoder {
    struct jpeg_compress_struct compressor;
    struct failure failure;
    struct output output;
    uint8_t *last_line;
    size_t line_length;
    uint32_t lines;
    bool height_known;
    size_t height_offset;
};

static void on_error(j_common_ptr common) {
    longjmp(((struct failure *)common->err)->jump, 1);
}

/// Warnings of a compressor do not exist for the images made here; nothing may reach standard error.
static void on_message(j_common_ptr common) { (void)common; }

static bool grow(struct output *output) {
    size_t capacity = output->capacity ? output->capacity * 2 : 64 * 1024;
    uint8_t *bytes = realloc(output->bytes, capacity);
    if (!bytes) return false;
    output->manager.next_output_byte = bytes + output->capacity;
    output->manager.free_in_buffer = capacity - output->capacity;
    output->bytes = bytes;
    output->capacity = capacity;
    return true;
}

static void on_start(j_compress_ptr compressor) {
    struct output *output = (struct output *)compressor->dest;
    output->manager.next_output_byte = output->bytes;
    output->manager.free_in_buffer = output->capacity;
}

static boolean on_full(j_compress_ptr compressor) {
    if (!grow((struct output *)compressor->dest)) on_error((j_common_ptr)compressor);
    return TRUE;
}

static void on_end(j_compress_ptr compressor) { (void)compressor; }

/// Finds the height inside the frame header among the first bytes of the file (ITU-T T.81, B.2.2).
static void find_height(cjpeg_encoder *encoder) {
    const uint8_t *bytes = encoder->output.bytes;
    size_t end = encoder->output.manager.next_output_byte - bytes;
    for (size_t at = 2; at + 7 <= end && bytes[at] == 0xff;) {
        if (bytes[at + 1] == 0xc0) {
            encoder->height_offset = at + 5;
            return;
        }
        at += 2 + ((size_t)bytes[at + 2] << 8 | bytes[at + 3]);
    }
}

static void settle_output(cjpeg_encoder *encoder) {
    encoder->output.length = encoder->output.manager.next_output_byte - encoder->output.bytes;
    if (!encoder->height_offset) find_height(encoder);
}

cjpeg_encoder *cjpeg_encoder_create(uint32_t width, uint32_t height, int channels, int quality, int dots_per_inch) {
    if (width == 0 || width > CJPEG_MAXIMUM_SIDE || height > CJPEG_MAXIMUM_SIDE) return NULL;
    if ((channels != 1 && channels != 3) || quality < 1 || quality > 100 || dots_per_inch < 0
        || dots_per_inch > UINT16_MAX)
        return NULL;
    cjpeg_encoder *encoder = calloc(1, sizeof *encoder);
    if (!encoder) return NULL;
    encoder->line_length = (size_t)width * channels;
    encoder->last_line = malloc(encoder->line_length);
    encoder->height_known = height != 0;
    encoder->compressor.err = jpeg_std_error(&encoder->failure.manager);
    encoder->failure.manager.error_exit = on_error;
    encoder->failure.manager.output_message = on_message;
    if (!encoder->last_line || !grow(&encoder->output) || setjmp(encoder->failure.jump)) {
        cjpeg_encoder_destroy(encoder);
        return NULL;
    }
    j_compress_ptr compressor = &encoder->compressor;
    jpeg_create_compress(compressor);
    compressor->dest = &encoder->output.manager;
    encoder->output.manager.init_destination = on_start;
    encoder->output.manager.empty_output_buffer = on_full;
    encoder->output.manager.term_destination = on_end;
    compressor->image_width = width;
    compressor->image_height = height ? height : CJPEG_MAXIMUM_SIDE;
    compressor->input_components = channels;
    compressor->in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(compressor);
    jpeg_set_quality(compressor, quality, TRUE);
    compressor->density_unit = dots_per_inch ? 1 : 0;
    compressor->X_density = compressor->Y_density = dots_per_inch ? dots_per_inch : 1;
    cjpeg_set_huffman_tables(compressor, quality, dots_per_inch);
    jpeg_start_compress(compressor, TRUE);
    return encoder;
}

bool cjpeg_encoder_write(cjpeg_encoder *encoder, const uint8_t *lines, size_t stride, size_t count) {
    j_compress_ptr compressor = &encoder->compressor;
    size_t room = compressor->image_height - compressor->next_scanline;
    if (count > room) {
        if (!encoder->height_known) return false;
        count = room;
    }
    if (count == 0) return true;
    if (setjmp(encoder->failure.jump)) return false;
    for (size_t line = 0; line < count;) {
        JSAMPROW rows[LINES_AT_ONCE];
        JDIMENSION some = 0;
        while (some < LINES_AT_ONCE && line < count) rows[some++] = (JSAMPROW)(lines + line++ * stride);
        jpeg_write_scanlines(compressor, rows, some);
    }
    memcpy(encoder->last_line, lines + (count - 1) * stride, encoder->line_length);
    encoder->lines += count;
    settle_output(encoder);
    return true;
}

bool cjpeg_encoder_finish(cjpeg_encoder *encoder) {
    j_compress_ptr compressor = &encoder->compressor;
    if (setjmp(encoder->failure.jump)) return false;
    JSAMPROW row = encoder->last_line;
    if (encoder->lines == 0) return false;
    if (compressor->next_scanline < compressor->image_height) {
        // libjpeg takes the image for cut short and stops, unless it is told in time that this is
        // its height, and it keeps back every row of blocks that is not full: fill up the last one as
        // libjpeg itself does, with the last line. The decoder crops it by the height in the header.
        JDIMENSION block = compressor->max_v_samp_factor * DCTSIZE;
        while (compressor->next_scanline < compressor->image_height && compressor->next_scanline % block)
            jpeg_write_scanlines(compressor, &row, 1);
        compressor->image_height = compressor->next_scanline;
    }
    jpeg_finish_compress(compressor);
    settle_output(encoder);
    return true;
}

const uint8_t *cjpeg_encoder_output(const cjpeg_encoder *encoder, size_t *length) {
    *length = encoder->output.length;
    return encoder->output.bytes;
}

void cjpeg_encoder_drop_output(cjpeg_encoder *encoder) {
    encoder->output.length = 0;
    on_start(&encoder->compressor);
}

uint32_t cjpeg_encoder_height(const cjpeg_encoder *encoder) { return encoder->lines; }

size_t cjpeg_encoder_height_offset(const cjpeg_encoder *encoder) { return encoder->height_offset; }

void cjpeg_encoder_destroy(cjpeg_encoder *encoder) {
    if (!encoder) return;
    jpeg_destroy_compress(&encoder->compressor);
    free(encoder->output.bytes);
    free(encoder->last_line);
    free(encoder);
}
