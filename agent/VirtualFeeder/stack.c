/*
 * Listing and measuring a folder of pages.
 */
#define _GNU_SOURCE
#include "stack.h"

#include "note.h"
#include "page.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_page(const char *name)
{
    static const char *const endings[] = {".jpg", ".jpeg", ".pnm", ".ppm", ".pgm", ".pbm"};
    const char *ending = strrchr(name, '.');
    if (!ending || *name == '.') return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (!strcasecmp(ending, endings[i])) return true;
    return false;
}

SANE_Status stack_list(string_list *pages, const char *folder)
{
    string_list_clear(pages);
    DIR *directory = opendir(folder);
    if (!directory) {
        note("%s: the folder of pages cannot be read: %s", folder, strerror(errno));
        return SANE_STATUS_INVAL;
    }
    bool listed = true;
    for (struct dirent *entry; listed && (entry = readdir(directory));) {
        if (!is_page(entry->d_name)) continue;
        char *path = NULL;
        listed = asprintf(&path, "%s/%s", folder, entry->d_name) >= 0 && string_list_add(pages, path);
        free(path);
    }
    closedir(directory);
    string_list_sort(pages);
    return listed ? SANE_STATUS_GOOD : SANE_STATUS_NO_MEM;
}

/// The length of `pixels` in mm. Paper was cut into whole pixels when the page was made, so its size is only known to
/// one: whole millimetres are taken where they make the same number of pixels (1654 at 200 dpi is A4, 210 mm).
static double extent(int pixels, double dpi)
{
    double mm = pixels / dpi * 25.4;
    double whole = round(mm);
    return lround(whole / 25.4 * dpi) == pixels ? whole : mm;
}

void stack_measure(const string_list *pages, int dpi, double *width, double *height)
{
    // No paper is longer, and SANE_Fixed ends at 32767.
    static const double longest = 2000;
    *width = *height = 0;
    for (size_t i = 0; i < pages->count; i++) {
        page *page;
        // A damaged page is reported when its turn comes.
        if (page_open(&page, pages->items[i], dpi, true)) continue;
        *width = fmax(*width, fmin(extent(page->width, page->dpi_x), longest));
        *height = fmax(*height, fmin(extent(page->height, page->dpi_y), longest));
        page_close(page);
    }
    if (*width == 0) {
        *width = 210;
        *height = 297;
    }
}
