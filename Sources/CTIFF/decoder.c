#define _GNU_SOURCE
#include "ctiff.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tiffio.h>

/// Set by libtiff's error handler.
static bool has_failed;

static void on_error(thandle_t handle, const char *module, const char *format, va_list values) {
    (void)handle, (void)module, (void)format, (void)values;
    has_failed = true;
}

struct ctiff_decoder {
    TIFF *tiff;
    TIFFRGBAImage image;
    bool has_image;
    ctiff_header header;
    /// Lines that are decoded at a time, as the file has them.
    uint32_t band_lines;
    uint32_t *band;
    /// The first line of the band, and how many there are.
    uint32_t band_start, band_count;
    uint32_t next;
};

ctiff_decoder *ctiff_decoder_create(int file) {
    ctiff_decoder *decoder = calloc(1, sizeof *decoder);
    const int own = dup(file);
    if (!decoder || own < 0) {
        free(decoder);
        if (own >= 0) close(own);
        return NULL;
    }
    TIFFSetErrorHandler(NULL);
    TIFFSetWarningHandler(NULL);
    TIFFSetErrorHandlerExt(on_error);
    lseek(own, 0, SEEK_SET);
    // Read, not mapped into memory: a file that shrinks meanwhile shall be an error, not the end of the process.
    decoder->tiff = TIFFFdOpen(own, "page", "rm");
    if (!decoder->tiff) {
        close(own);
        free(decoder);
        return NULL;
    }
    return decoder;
}

int ctiff_decoder_count(ctiff_decoder *decoder, int most) {
    // Opening has read the first header.
    int count = 1;
    while (count < most && !TIFFLastDirectory(decoder->tiff)) {
        if (!TIFFReadDirectory(decoder->tiff)) return 0;
        count++;
    }
    return count;
}

static void drop_image(ctiff_decoder *decoder) {
    if (decoder->has_image) TIFFRGBAImageEnd(&decoder->image);
    decoder->has_image = false;
    free(decoder->band);
    decoder->band = NULL;
    decoder->band_start = decoder->band_count = decoder->next = 0;
}

static int dots_per_inch(TIFF *tiff) {
    float resolution = 0;
    uint16_t unit = RESUNIT_INCH;
    if (!TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &resolution)) return 0;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
    if (unit == RESUNIT_CENTIMETER) resolution *= 2.54f;
    return unit == RESUNIT_NONE || !(resolution >= 1 && resolution <= 100000) ? 0 : (int)(resolution + 0.5f);
}

static void read_header(TIFF *tiff, ctiff_header *header) {
    uint32_t subfile = 0;
    uint16_t bits = 1, samples = 1, photometric = PHOTOMETRIC_MINISWHITE, orientation = ORIENTATION_TOPLEFT;
    memset(header, 0, sizeof *header);
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &header->width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &header->height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &subfile);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
    TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
    const bool is_grey = photometric == PHOTOMETRIC_MINISWHITE || photometric == PHOTOMETRIC_MINISBLACK;
    header->channels = is_grey ? 1 : 3;
    header->is_bilevel = is_grey && bits == 1 && samples == 1;
    header->is_for_print = photometric == PHOTOMETRIC_SEPARATED;
    header->is_beside_page = (subfile & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) != 0;
    header->dots_per_inch = dots_per_inch(tiff);
    header->orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
}

ctiff_result ctiff_decoder_select(ctiff_decoder *decoder, int index, ctiff_header *header) {
    drop_image(decoder);
    has_failed = false;
    if (!TIFFSetDirectory(decoder->tiff, (tdir_t)index) || has_failed) return CTIFF_DAMAGED;
    read_header(decoder->tiff, header);
    decoder->header = *header;
    return header->width == 0 || header->height == 0 ? CTIFF_DAMAGED : CTIFF_GOOD;
}

/// Makes ready for the bands of the image.
static ctiff_result start(ctiff_decoder *decoder) {
    TIFF *tiff = decoder->tiff;
    char text[1024];
    if (!TIFFRGBAImageOK(tiff, text) || !TIFFRGBAImageBegin(&decoder->image, tiff, 1, text)) return CTIFF_UNSUPPORTED;
    decoder->has_image = true;
    // Lines come as they are stored, and turned as the header says only when they are shown.
    decoder->image.req_orientation = decoder->image.orientation;
    uint32_t lines = decoder->header.height;
    TIFFGetFieldDefaulted(tiff, TIFFIsTiled(tiff) ? TIFFTAG_TILELENGTH : TIFFTAG_ROWSPERSTRIP, &lines);
    if (lines == 0) return CTIFF_DAMAGED;
    decoder->band_lines = lines < decoder->header.height ? lines : decoder->header.height;
    const size_t pixels = (size_t)decoder->header.width * decoder->band_lines;
    if (pixels > SIZE_MAX / sizeof *decoder->band) return CTIFF_TOO_LARGE;
    decoder->band = malloc(pixels * sizeof *decoder->band);
    return decoder->band ? CTIFF_GOOD : CTIFF_TOO_LARGE;
}

static ctiff_result next_band(ctiff_decoder *decoder) {
    decoder->band_start = decoder->next;
    const uint32_t left = decoder->header.height - decoder->next;
    decoder->band_count = left < decoder->band_lines ? left : decoder->band_lines;
    decoder->image.row_offset = (int)decoder->band_start;
    decoder->image.col_offset = 0;
    has_failed = false;
    const int is_done =
        TIFFRGBAImageGet(&decoder->image, decoder->band, decoder->header.width, decoder->band_count);
    return is_done && !has_failed ? CTIFF_GOOD : CTIFF_DAMAGED;
}

/// libtiff's pixels, darkened already by how transparent they are, as they look on white paper.
static uint8_t *lay_on_paper(uint8_t *to, const uint32_t *pixels, uint32_t count, int channels) {
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t pixel = pixels[i], light = 255 - TIFFGetA(pixel);
        uint32_t colours[3] = {TIFFGetR(pixel) + light, TIFFGetG(pixel) + light, TIFFGetB(pixel) + light};
        for (int channel = 0; channel < channels; channel++)
            *to++ = (uint8_t)(colours[channel] < 255 ? colours[channel] : 255);
    }
    return to;
}

ctiff_result ctiff_decoder_read(ctiff_decoder *decoder, uint8_t *lines, size_t count) {
    if (!decoder->has_image) {
        const ctiff_result result = start(decoder);
        if (result != CTIFF_GOOD) return result;
    }
    for (; count > 0 && decoder->next < decoder->header.height; count--, decoder->next++) {
        if (decoder->next >= decoder->band_start + decoder->band_count) {
            const ctiff_result result = next_band(decoder);
            if (result != CTIFF_GOOD) return result;
        }
        const size_t line = decoder->next - decoder->band_start;
        lines = lay_on_paper(
            lines, decoder->band + line * decoder->header.width, decoder->header.width, decoder->header.channels);
    }
    return CTIFF_GOOD;
}

void ctiff_decoder_destroy(ctiff_decoder *decoder) {
    if (!decoder) return;
    drop_image(decoder);
    TIFFClose(decoder->tiff);
    free(decoder);
}
