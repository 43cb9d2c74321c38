/*
 * The paper in the feeder: the page files of a folder in their order, and how large they are.
 */
#pragma once

#include "string_list.h"

#include <sane/sane.h>

#pragma GCC visibility push(hidden)

/// Lists the page files of `folder` as paths, sorted by the bytes of their names. INVAL, after a note, when the folder
/// cannot be read.
SANE_Status stack_list(string_list *pages, const char *folder);

/// The width and height in mm that hold every page, A4 for none. `dpi` holds for pages that state none.
void stack_measure(const string_list *pages, int dpi, double *width, double *height);

#pragma GCC visibility pop
