/*
 * A growing list of strings: the pages of a folder, the faults already played.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#pragma GCC visibility push(hidden)

/// A list that owns its strings; all zero is the empty list.
typedef struct {
    char **items;
    size_t count;
    size_t room;
} string_list;

/// Appends a copy of `text`; false when memory is short.
bool string_list_add(string_list *list, const char *text);

/// Sorts by bytes, so that the order does not depend on the locale.
void string_list_sort(string_list *list);

/// How many of the strings equal `text`.
size_t string_list_count_of(const string_list *list, const char *text);

/// Frees the strings and leaves the empty list.
void string_list_clear(string_list *list);

#pragma GCC visibility pop
