#pragma once

#include <string.h>

#include <sane/sane.h>
#include <sane/saneopts.h>

// The macros of sane.h and the union of an option's constraint, as functions.

static inline SANE_Word csane_fix(double value) { return SANE_FIX(value); }

static inline double csane_unfix(SANE_Word value) { return SANE_UNFIX(value); }

static inline SANE_Bool csane_option_is_active(const SANE_Option_Descriptor *_Nonnull option) {
    return SANE_OPTION_IS_ACTIVE(option->cap);
}

static inline SANE_Bool csane_option_is_settable(const SANE_Option_Descriptor *_Nonnull option) {
    return SANE_OPTION_IS_SETTABLE(option->cap);
}

/// The NULL-terminated list of strings, or NULL when the option has no such constraint.
static inline const SANE_String_Const _Nullable *_Nullable csane_option_strings(
    const SANE_Option_Descriptor *_Nonnull option) {
    return option->constraint_type == SANE_CONSTRAINT_STRING_LIST ? option->constraint.string_list : NULL;
}

/// The list of words, its first the count of the others, or NULL when the option has no such constraint.
static inline const SANE_Word *_Nullable csane_option_words(const SANE_Option_Descriptor *_Nonnull option) {
    return option->constraint_type == SANE_CONSTRAINT_WORD_LIST ? option->constraint.word_list : NULL;
}

/// The range, or NULL when the option has no such constraint.
static inline const SANE_Range *_Nullable csane_option_range(const SANE_Option_Descriptor *_Nonnull option) {
    return option->constraint_type == SANE_CONSTRAINT_RANGE ? option->constraint.range : NULL;
}
