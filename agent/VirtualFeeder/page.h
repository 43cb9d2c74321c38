/*
 * A page image file, read row by row: JPEG through libjpeg, PNM (P1 to P6) by hand.
 *
 * Never more than a few rows are in memory (a progressive JPEG excepted: its coefficients are). Any damage that the
 * decoder notices, warnings too, ends the page with IO_ERROR and a note that names the file.
 */
#pragma once

#include <sane/sane.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#pragma GCC visibility push(hidden)

typedef struct page page;

/// An open page. The formats embed it as their first member.
struct page {
    int width, height; ///< pixels
    double dpi_x, dpi_y;
    int channels;  ///< of the rows, from page_begin on: 1 grey, 3 colour
    const char *path;
    bool quiet; ///< no notes
    FILE *file;
    SANE_Status (*begin)(page *page);
    SANE_Status (*read_row)(page *page, uint8_t *row);
    void (*close)(page *page);
};

/// Opens the file and reads its header. `path` must outlive the page, `dpi` holds for a file that states none.
SANE_Status page_open(page **result, const char *path, int dpi, bool quiet);

/// Makes the rows come as grey (1 channel) or colour (3).
SANE_Status page_begin(page *page, int channels);

/// Reads the next row, of width × channels bytes; not to be called past the height.
SANE_Status page_read_row(page *page, uint8_t *row);

/// Frees the page; NULL is none.
void page_close(page *page);

/// Notes what is wrong with the file, unless the page is quiet; returns IO_ERROR.
SANE_Status page_failed(const page *page, const char *reason);

/// The formats. Each takes over `base` (with its open file, at the beginning) into a page of its own.
SANE_Status page_open_jpeg(page **result, const page *base);
SANE_Status page_open_pnm(page **result, const page *base);

#pragma GCC visibility pop
