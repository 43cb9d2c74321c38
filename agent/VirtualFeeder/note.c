/*
 * Notes on standard error.
 */
#include "note.h"

#include <stdarg.h>
#include <stdio.h>

void note(const char *format, ...)
{
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    fprintf(stderr, "[sohoafeeder] %s\n", line);
}
