/*
 * JPEG pages.
 *
 * libjpeg reports an error by calling error_exit, which must not return: it jumps back to the setjmp of the function
 * that called libjpeg. Each of them sets the jump anew and changes no local variable afterwards.
 */
#define _GNU_SOURCE
#include "page.h"

#include <jpeglib.h>
#include <setjmp.h>
#include <stdlib.h>

typedef struct {
    page base;
    struct jpeg_decompress_struct codec;
    struct jpeg_error_mgr errors;
    jmp_buf failed;
} jpeg_page;

static void on_error(j_common_ptr codec)
{
    jpeg_page *page = codec->client_data;
    char message[JMSG_LENGTH_MAX];
    codec->err->format_message(codec, message);
    page_failed(&page->base, message);
    longjmp(page->failed, 1);
}

/// Warnings have a negative level: they are how libjpeg says that data are damaged or missing.
static void on_message(j_common_ptr codec, int level)
{
    if (level < 0) on_error(codec);
}

static SANE_Status begin(page *base)
{
    jpeg_page *page = (jpeg_page *)base;
    if (setjmp(page->failed)) return SANE_STATUS_IO_ERROR;
    page->codec.out_color_space = base->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_start_decompress(&page->codec);
    return SANE_STATUS_GOOD;
}

static SANE_Status read_row(page *base, uint8_t *row)
{
    jpeg_page *page = (jpeg_page *)base;
    if (setjmp(page->failed)) return SANE_STATUS_IO_ERROR;
    jpeg_read_scanlines(&page->codec, &row, 1);
    return SANE_STATUS_GOOD;
}

static void close_page(page *base)
{
    jpeg_page *page = (jpeg_page *)base;
    jpeg_destroy_decompress(&page->codec);
    free(page);
}

/// Takes the density of the JFIF header where it states a credible one; some programs write 1 dot per inch.
static void read_density(jpeg_page *page)
{
    const struct jpeg_decompress_struct *codec = &page->codec;
    if (!codec->saw_JFIF_marker) return;
    double units = codec->density_unit == 1 ? 1 : codec->density_unit == 2 ? 2.54 : 0;
    double across = codec->X_density * units, down = codec->Y_density * units;
    if (across < 10 || down < 10) return;
    page->base.dpi_x = across;
    page->base.dpi_y = down;
}

/// Reads up to the first scan; on its own so that the jump crosses no variable of page_open_jpeg.
static SANE_Status read_header(jpeg_page *page)
{
    if (setjmp(page->failed)) return SANE_STATUS_IO_ERROR;
    jpeg_create_decompress(&page->codec);
    jpeg_stdio_src(&page->codec, page->base.file);
    jpeg_read_header(&page->codec, TRUE);
    return SANE_STATUS_GOOD;
}

SANE_Status page_open_jpeg(page **result, const page *base)
{
    jpeg_page *page = calloc(1, sizeof *page);
    if (!page) return SANE_STATUS_NO_MEM;
    page->base = *base;
    page->base.begin = begin;
    page->base.read_row = read_row;
    page->base.close = close_page;
    page->codec.err = jpeg_std_error(&page->errors);
    page->codec.client_data = page;
    page->errors.error_exit = on_error;
    page->errors.emit_message = on_message;

    SANE_Status status = read_header(page);
    if (status) {
        close_page(&page->base);
        return status;
    }
    page->base.width = (int)page->codec.image_width;
    page->base.height = (int)page->codec.image_height;
    read_density(page);
    *result = &page->base;
    return SANE_STATUS_GOOD;
}
