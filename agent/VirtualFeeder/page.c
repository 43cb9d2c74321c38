/*
 * Opening a page file by what it holds, whatever its name ends in.
 */
#define _GNU_SOURCE
#include "page.h"

#include "note.h"

#include <errno.h>
#include <string.h>

SANE_Status page_failed(const page *page, const char *reason)
{
    if (!page->quiet) note("%s: %s", page->path, reason);
    return SANE_STATUS_IO_ERROR;
}

SANE_Status page_open(page **result, const char *path, int dpi, bool quiet)
{
    *result = NULL;
    page base = {.path = path, .quiet = quiet, .dpi_x = dpi, .dpi_y = dpi, .file = fopen(path, "re")};
    if (!base.file) return page_failed(&base, strerror(errno));

    unsigned char magic[2] = {0};
    size_t length = fread(magic, 1, sizeof magic, base.file);
    rewind(base.file);
    SANE_Status status;
    bool is_jpeg = length == 2 && magic[0] == 0xff && magic[1] == 0xd8;
    bool is_pnm = length == 2 && magic[0] == 'P' && magic[1] >= '1' && magic[1] <= '6';
    if (is_jpeg) status = page_open_jpeg(result, &base);
    else if (is_pnm) status = page_open_pnm(result, &base);
    else status = page_failed(&base, "neither JPEG nor PNM");
    if (status) fclose(base.file);
    return status;
}

SANE_Status page_begin(page *page, int channels)
{
    page->channels = channels;
    return page->begin(page);
}

SANE_Status page_read_row(page *page, uint8_t *row)
{
    return page->read_row(page, row);
}

void page_close(page *page)
{
    if (!page) return;
    fclose(page->file);
    page->close(page);
}
