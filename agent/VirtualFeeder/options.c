/*
 * Describing, reading and setting the options.
 */
#include "options.h"

#include "faults.h"

#include <limits.h>
#include <math.h>
#include <sane/saneopts.h>
#include <string.h>
#include <strings.h>

// In the order of feeder_source and frame_mode.
static const SANE_String_Const sources[] = {"Flatbed", "Automatic Document Feeder", "ADF Duplex", NULL};
static const SANE_String_Const modes[] = {"Lineart", "Gray", "Color", NULL};

static const SANE_Range resolutions = {75, 600, 1};
static const SANE_Range pages = {1, INT_MAX, 1};
static const SANE_Range line_delays = {0, LINE_DELAY_MAX, 1};

static SANE_Int longest(const SANE_String_Const *list)
{
    size_t length = 0;
    for (; *list; list++)
        if (strlen(*list) > length) length = strlen(*list);
    return (SANE_Int)length + 1;
}

static SANE_Option_Descriptor described(
    SANE_String_Const name, SANE_String_Const title, SANE_String_Const text, SANE_Value_Type type, SANE_Int cap)
{
    return (SANE_Option_Descriptor){
        .name = name,
        .title = title,
        .desc = text,
        .type = type,
        .size = type == SANE_TYPE_GROUP ? 0 : (SANE_Int)sizeof(SANE_Word),
        .cap = cap,
    };
}

static SANE_Option_Descriptor group(SANE_String_Const title)
{
    return described("", title, "", SANE_TYPE_GROUP, 0);
}

static SANE_Option_Descriptor listed(
    SANE_String_Const name, SANE_String_Const title, SANE_String_Const text, const SANE_String_Const *list)
{
    SANE_Option_Descriptor result =
        described(name, title, text, SANE_TYPE_STRING, SANE_CAP_SOFT_SELECT | SANE_CAP_SOFT_DETECT);
    result.size = longest(list);
    result.constraint_type = SANE_CONSTRAINT_STRING_LIST;
    result.constraint.string_list = list;
    return result;
}

static SANE_Option_Descriptor ranged(
    SANE_String_Const name, SANE_String_Const title, SANE_String_Const text, SANE_Value_Type type, SANE_Unit unit,
    const SANE_Range *range)
{
    SANE_Option_Descriptor result = described(name, title, text, type, SANE_CAP_SOFT_SELECT | SANE_CAP_SOFT_DETECT);
    result.unit = unit;
    result.constraint_type = SANE_CONSTRAINT_RANGE;
    result.constraint.range = range;
    return result;
}

static void activate(options *options)
{
    SANE_Int *cap = &options->descriptors[OPTION_FLATBED_PAGE].cap;
    if (options->source == SOURCE_FLATBED) *cap &= ~SANE_CAP_INACTIVE;
    else *cap |= SANE_CAP_INACTIVE;
}

static void describe(options *options)
{
    SANE_Option_Descriptor *d = options->descriptors;
    d[OPTION_COUNT] =
        described("", SANE_TITLE_NUM_OPTIONS, SANE_DESC_NUM_OPTIONS, SANE_TYPE_INT, SANE_CAP_SOFT_DETECT);
    d[OPTION_SCAN_GROUP] = group("Scan mode");
    d[OPTION_SOURCE] = listed(SANE_NAME_SCAN_SOURCE, SANE_TITLE_SCAN_SOURCE, SANE_DESC_SCAN_SOURCE, sources);
    d[OPTION_MODE] = listed(SANE_NAME_SCAN_MODE, SANE_TITLE_SCAN_MODE, SANE_DESC_SCAN_MODE, modes);
    d[OPTION_RESOLUTION] = ranged(
        SANE_NAME_SCAN_RESOLUTION, SANE_TITLE_SCAN_RESOLUTION, SANE_DESC_SCAN_RESOLUTION, SANE_TYPE_INT, SANE_UNIT_DPI,
        &resolutions);
    d[OPTION_GEOMETRY_GROUP] = group("Geometry");
    d[OPTION_TL_X] = ranged(
        SANE_NAME_SCAN_TL_X, SANE_TITLE_SCAN_TL_X, SANE_DESC_SCAN_TL_X, SANE_TYPE_FIXED, SANE_UNIT_MM,
        &options->across);
    d[OPTION_TL_Y] = ranged(
        SANE_NAME_SCAN_TL_Y, SANE_TITLE_SCAN_TL_Y, SANE_DESC_SCAN_TL_Y, SANE_TYPE_FIXED, SANE_UNIT_MM,
        &options->down);
    d[OPTION_BR_X] = ranged(
        SANE_NAME_SCAN_BR_X, SANE_TITLE_SCAN_BR_X, SANE_DESC_SCAN_BR_X, SANE_TYPE_FIXED, SANE_UNIT_MM,
        &options->across);
    d[OPTION_BR_Y] = ranged(
        SANE_NAME_SCAN_BR_Y, SANE_TITLE_SCAN_BR_Y, SANE_DESC_SCAN_BR_Y, SANE_TYPE_FIXED, SANE_UNIT_MM,
        &options->down);
    d[OPTION_SENSOR_GROUP] = group("Sensors");
    d[OPTION_PAGE_LOADED] = described(
        SANE_NAME_PAGE_LOADED, SANE_TITLE_PAGE_LOADED, "Whether a sheet is left in the document feeder.",
        SANE_TYPE_BOOL, SANE_CAP_SOFT_DETECT | SANE_CAP_HARD_SELECT);
    d[OPTION_FEEDER_GROUP] = group("Virtual feeder");
    d[OPTION_FLATBED_PAGE] = ranged(
        "flatbed-page", "Flatbed page", "Which page of the folder lies on the glass.", SANE_TYPE_INT, SANE_UNIT_NONE,
        &pages);
    d[OPTION_FAULT] = described(
        "fault", "Faults", "Faults to play, as KIND@PAGE, KIND@PAGE:BYTE or busy, with commas between them.",
        SANE_TYPE_STRING, SANE_CAP_SOFT_SELECT | SANE_CAP_SOFT_DETECT);
    d[OPTION_FAULT].size = FAULT_WORDS_SIZE;
    d[OPTION_LINE_DELAY] = ranged(
        "line-delay", "Line delay", "A pause before each line.", SANE_TYPE_INT, SANE_UNIT_MICROSECOND, &line_delays);
    activate(options);
}

void options_init(options *options, const device_config *config, double width, double height)
{
    memset(options, 0, sizeof *options);
    options->source = SOURCE_FLATBED;
    options->mode = MODE_COLOR;
    options->resolution = 200;
    options->across = (SANE_Range){0, SANE_FIX(width), 0};
    options->down = (SANE_Range){0, SANE_FIX(height), 0};
    options->br_x = options->across.max;
    options->br_y = options->down.max;
    options->flatbed_page = config->flatbed_page;
    strcpy(options->fault, config->fault);
    options->line_delay = config->line_delay;
    describe(options);
}

/// Where the value of an option with a word is kept; NULL for the others.
static SANE_Word *word_of(options *options, SANE_Int option)
{
    switch (option) {
    case OPTION_RESOLUTION: return &options->resolution;
    case OPTION_TL_X: return &options->tl_x;
    case OPTION_TL_Y: return &options->tl_y;
    case OPTION_BR_X: return &options->br_x;
    case OPTION_BR_Y: return &options->br_y;
    case OPTION_FLATBED_PAGE: return &options->flatbed_page;
    case OPTION_LINE_DELAY: return &options->line_delay;
    default: return NULL;
    }
}

static SANE_Status get(options *options, SANE_Int option, void *value)
{
    SANE_Word *word = word_of(options, option);
    if (word) *(SANE_Word *)value = *word;
    else if (option == OPTION_COUNT) *(SANE_Word *)value = OPTIONS;
    else if (option == OPTION_SOURCE) strcpy(value, sources[options->source]);
    else if (option == OPTION_MODE) strcpy(value, modes[options->mode]);
    else if (option == OPTION_FAULT) strcpy(value, options->fault);
    else return SANE_STATUS_INVAL;
    return SANE_STATUS_GOOD;
}

/// Clips into the range of the option; whether that changed the value goes into `info`, and the new one back to the
/// frontend.
static void set_word(options *options, SANE_Int option, SANE_Word *value, SANE_Int *info)
{
    const SANE_Range *range = options->descriptors[option].constraint.range;
    SANE_Word wanted = *value;
    if (*value < range->min) *value = range->min;
    if (*value > range->max) *value = range->max;
    if (*value != wanted) *info |= SANE_INFO_INEXACT;
    *word_of(options, option) = *value;
    if (option != OPTION_FLATBED_PAGE && option != OPTION_LINE_DELAY) *info |= SANE_INFO_RELOAD_PARAMS;
}

/// The place of `value` in `list`, in any case of letters, and its proper spelling back to the frontend; -1 for none.
static int place_in(const SANE_String_Const *list, SANE_String value)
{
    for (int i = 0; list[i]; i++) {
        if (strcasecmp(list[i], value)) continue;
        strcpy(value, list[i]);
        return i;
    }
    return -1;
}

static SANE_Status set_string(options *options, SANE_Int option, SANE_String value, SANE_Int *info)
{
    int place;
    switch (option) {
    case OPTION_SOURCE:
        if ((place = place_in(sources, value)) < 0) return SANE_STATUS_INVAL;
        if (options->source != (feeder_source)place) *info |= SANE_INFO_RELOAD_OPTIONS;
        options->source = (feeder_source)place;
        activate(options);
        return SANE_STATUS_GOOD;
    case OPTION_MODE:
        if ((place = place_in(modes, value)) < 0) return SANE_STATUS_INVAL;
        options->mode = (frame_mode)place;
        *info |= SANE_INFO_RELOAD_PARAMS;
        return SANE_STATUS_GOOD;
    default: {
        fault_script trial = {0};
        if (strlen(value) >= FAULT_WORDS_SIZE || !fault_script_add(&trial, value, "option fault"))
            return SANE_STATUS_INVAL;
        strcpy(options->fault, value);
        return SANE_STATUS_GOOD;
    }
    }
}

SANE_Status options_control(options *options, SANE_Int option, SANE_Action action, void *value, SANE_Int *info)
{
    if (option < 0 || option >= OPTIONS || !value) return SANE_STATUS_INVAL;
    const SANE_Option_Descriptor *descriptor = &options->descriptors[option];
    if (!SANE_OPTION_IS_ACTIVE(descriptor->cap)) return SANE_STATUS_INVAL;
    if (action == SANE_ACTION_GET_VALUE) return get(options, option, value);
    if (action != SANE_ACTION_SET_VALUE || !SANE_OPTION_IS_SETTABLE(descriptor->cap)) return SANE_STATUS_INVAL;

    SANE_Int changed = 0;
    SANE_Status status = SANE_STATUS_GOOD;
    if (descriptor->type == SANE_TYPE_STRING) status = set_string(options, option, value, &changed);
    else set_word(options, option, value, &changed);
    if (info) *info = changed;
    return status;
}

/// A place in mm as the nearest pixel.
static int pixel(SANE_Fixed mm, SANE_Int resolution)
{
    return (int)lround(SANE_UNFIX(mm) / 25.4 * resolution);
}

void options_shape(const options *options, int padding, frame_shape *shape)
{
    int left = pixel(options->tl_x, options->resolution), right = pixel(options->br_x, options->resolution);
    int top = pixel(options->tl_y, options->resolution), bottom = pixel(options->br_y, options->resolution);
    // Corners in the wrong order still span an area; an empty one becomes one pixel.
    *shape = (frame_shape){
        .mode = options->mode,
        .resolution = options->resolution,
        .left = left < right ? left : right,
        .top = top < bottom ? top : bottom,
        .width = left == right ? 1 : left < right ? right - left : left - right,
        .height = top == bottom ? 1 : top < bottom ? bottom - top : top - bottom,
        .padding = padding,
    };
}
