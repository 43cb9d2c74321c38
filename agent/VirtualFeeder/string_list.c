/*
 * A growing list of strings.
 */
#define _GNU_SOURCE
#include "string_list.h"

#include <stdlib.h>
#include <string.h>

bool string_list_add(string_list *list, const char *text)
{
    if (list->count == list->room) {
        size_t room = list->room ? 2 * list->room : 16;
        char **items = realloc(list->items, room * sizeof *items);
        if (!items) return false;
        list->items = items;
        list->room = room;
    }
    char *copy = strdup(text);
    if (!copy) return false;
    list->items[list->count++] = copy;
    return true;
}

static int by_bytes(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

void string_list_sort(string_list *list)
{
    if (list->count > 1) qsort(list->items, list->count, sizeof *list->items, by_bytes);
}

size_t string_list_count_of(const string_list *list, const char *text)
{
    size_t found = 0;
    for (size_t i = 0; i < list->count; i++) found += strcmp(list->items[i], text) == 0;
    return found;
}

void string_list_clear(string_list *list)
{
    for (size_t i = 0; i < list->count; i++) free(list->items[i]);
    free(list->items);
    *list = (string_list){0};
}
