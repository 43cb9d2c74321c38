#define _GNU_SOURCE
#include "cjpeg_decoder.h"

#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jerror.h>
#include <jpeglib.h>

enum { CHUNK = 64 * 1024, MAXIMUM_MEMORY = 640 * 1024 * 1024 };

static const uint8_t exif_mark[] = {'E', 'x', 'i', 'f', 0, 0};
static const JOCTET end_of_image[] = {0xff, JPEG_EOI};

struct cjpeg_decoder {
    struct jpeg_decompress_struct decompressor;
    struct jpeg_error_mgr errors;
    struct jpeg_source_mgr source;
    jmp_buf jump;
    /// Set when libjpeg goes on after something that is wrong with the image.
    bool is_damaged;
    bool has_started;
    int file;
    off_t offset;
    JOCTET chunk[CHUNK];
};

/// The decoder that libjpeg calls back for: its struct is the first member.
static cjpeg_decoder *of(j_common_ptr common) { return (cjpeg_decoder *)common; }

static void on_error(j_common_ptr common) { longjmp(of(common)->jump, 1); }

static void on_text(j_common_ptr common) { (void)common; }

/// Nothing may reach standard error, and what libjpeg would only warn of is held against the file.
static void on_message(j_common_ptr common, int level) {
    if (level >= 0) return;
    switch (common->err->msg_code) {
    // Bytes too many, and oddities of a header: the image is whole.
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_TOO_MUCH_DATA:
    case JWRN_ADOBE_XFORM:
    case JWRN_NOT_SEQUENTIAL:
        return;
    default:
        of(common)->is_damaged = true;
    }
}

static cjpeg_result result_of(cjpeg_decoder *decoder) {
    switch (decoder->errors.msg_code) {
    case JERR_OUT_OF_MEMORY:
    case JERR_NO_BACKING_STORE:
    case JERR_WIDTH_OVERFLOW:
    case JERR_IMAGE_TOO_BIG:
        return CJPEG_TOO_LARGE;
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
    case JERR_CCIR601_NOTIMPL:
    case JERR_COMPONENT_COUNT:
    case JERR_NOTIMPL:
    case JERR_NOT_COMPILED:
        return CJPEG_UNSUPPORTED;
    default:
        return CJPEG_DAMAGED;
    }
}

static void on_start(j_decompress_ptr decompressor) { (void)decompressor; }

static boolean on_empty(j_decompress_ptr decompressor) {
    cjpeg_decoder *decoder = of((j_common_ptr)decompressor);
    ssize_t count;
    do count = pread(decoder->file, decoder->chunk, CHUNK, decoder->offset);
    while (count < 0 && errno == EINTR);
    if (count > 0) {
        decoder->offset += count;
        decoder->source.next_input_byte = decoder->chunk;
        decoder->source.bytes_in_buffer = (size_t)count;
    } else {
        // The file ends before its image does: libjpeg is given the end that it looks for.
        decoder->is_damaged = true;
        decoder->source.next_input_byte = end_of_image;
        decoder->source.bytes_in_buffer = sizeof end_of_image;
    }
    return TRUE;
}

static void on_skip(j_decompress_ptr decompressor, long count) {
    cjpeg_decoder *decoder = of((j_common_ptr)decompressor);
    if (count <= 0) return;
    size_t left = decoder->source.bytes_in_buffer, wanted = (size_t)count;
    if (wanted > left) {
        decoder->offset += (off_t)(wanted - left);
        wanted = left;
    }
    decoder->source.next_input_byte += wanted;
    decoder->source.bytes_in_buffer -= wanted;
}

static void on_end(j_decompress_ptr decompressor) { (void)decompressor; }

static int dots_per_inch(j_decompress_ptr decompressor) {
    if (!decompressor->saw_JFIF_marker) return 0;
    if (decompressor->density_unit == 1) return decompressor->X_density;
    if (decompressor->density_unit == 2) return (int)(decompressor->X_density * 2.54 + 0.5);
    return 0;
}

static bool is_for_print(J_COLOR_SPACE space) { return space == JCS_CMYK || space == JCS_YCCK; }

cjpeg_decoder *cjpeg_decoder_create(int file, cjpeg_decoder_header *header, cjpeg_result *result) {
    cjpeg_decoder *decoder = calloc(1, sizeof *decoder);
    *result = CJPEG_TOO_LARGE;
    if (!decoder) return NULL;
    j_decompress_ptr decompressor = &decoder->decompressor;
    decompressor->err = jpeg_std_error(&decoder->errors);
    decoder->errors.error_exit = on_error;
    decoder->errors.emit_message = on_message;
    decoder->errors.output_message = on_text;
    decoder->file = file;
    if (setjmp(decoder->jump)) {
        *result = result_of(decoder);
        cjpeg_decoder_destroy(decoder);
        return NULL;
    }
    jpeg_create_decompress(decompressor);
    decompressor->mem->max_memory_to_use = MAXIMUM_MEMORY;
    decoder->source.init_source = on_start;
    decoder->source.fill_input_buffer = on_empty;
    decoder->source.skip_input_data = on_skip;
    decoder->source.resync_to_restart = jpeg_resync_to_restart;
    decoder->source.term_source = on_end;
    decompressor->src = &decoder->source;
    jpeg_save_markers(decompressor, JPEG_APP0 + 1, 0xffff);
    jpeg_read_header(decompressor, TRUE);
    header->width = decompressor->image_width;
    header->height = decompressor->image_height;
    header->channels = is_for_print(decompressor->jpeg_color_space) ? 4 : decompressor->num_components;
    header->is_common = decompressor->data_precision == 8 && !decompressor->arith_code
        && (header->channels != 1 || decompressor->jpeg_color_space == JCS_GRAYSCALE)
        && (header->channels != 3 || decompressor->jpeg_color_space == JCS_YCbCr
            || decompressor->jpeg_color_space == JCS_RGB);
    header->dots_per_inch = dots_per_inch(decompressor);
    *result = CJPEG_GOOD;
    return decoder;
}

const uint8_t *cjpeg_decoder_exif(const cjpeg_decoder *decoder, size_t *length) {
    for (jpeg_saved_marker_ptr marker = decoder->decompressor.marker_list; marker; marker = marker->next) {
        if (marker->data_length <= sizeof exif_mark || memcmp(marker->data, exif_mark, sizeof exif_mark)) continue;
        *length = marker->data_length - sizeof exif_mark;
        return marker->data + sizeof exif_mark;
    }
    return NULL;
}

cjpeg_result cjpeg_decoder_read(cjpeg_decoder *decoder, uint8_t *lines, size_t count) {
    j_decompress_ptr decompressor = &decoder->decompressor;
    if (setjmp(decoder->jump)) return result_of(decoder);
    if (!decoder->has_started) {
        decompressor->out_color_space = decompressor->jpeg_color_space == JCS_GRAYSCALE ? JCS_GRAYSCALE : JCS_RGB;
        decoder->has_started = true;
        jpeg_start_decompress(decompressor);
    }
    const size_t length = (size_t)decompressor->output_width * decompressor->output_components;
    while (count > 0) {
        JSAMPROW row = lines;
        if (jpeg_read_scanlines(decompressor, &row, 1) != 1) return CJPEG_DAMAGED;
        lines += length;
        count--;
    }
    if (decompressor->output_scanline == decompressor->output_height) jpeg_finish_decompress(decompressor);
    return decoder->is_damaged ? CJPEG_DAMAGED : CJPEG_GOOD;
}

void cjpeg_decoder_destroy(cjpeg_decoder *decoder) {
    if (!decoder) return;
    jpeg_destroy_decompress(&decoder->decompressor);
    free(decoder);
}
