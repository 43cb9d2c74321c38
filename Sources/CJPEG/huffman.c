#include "huffman.h"

#include <stddef.h>
#include <string.h>

/// Huffman tables for the resolutions and qualities up to one, in the form of a DHT marker (ITU-T T.81, B.2.4.2).
struct table_set {
    int up_to_resolution, up_to_quality;
    UINT8 luminance_dc_bits[16], luminance_dc_values[12];
    UINT8 luminance_ac_bits[16], luminance_ac_values[162];
    UINT8 colour_dc_bits[16], colour_dc_values[12];
    UINT8 colour_ac_bits[16], colour_ac_values[162];
};

#include "huffman_tables.h"

static void set(JHUFF_TBL *table, const UINT8 *bits, const UINT8 *values, size_t count) {
    memset(table, 0, sizeof *table);
    memcpy(table->bits + 1, bits, 16);
    memcpy(table->huffval, values, count);
}

void cjpeg_set_huffman_tables(j_compress_ptr compressor, int quality, int resolution) {
    const struct table_set *tables = table_sets;
    while (quality > tables->up_to_quality || resolution > tables->up_to_resolution) tables++;
    set(compressor->dc_huff_tbl_ptrs[0], tables->luminance_dc_bits, tables->luminance_dc_values, 12);
    set(compressor->ac_huff_tbl_ptrs[0], tables->luminance_ac_bits, tables->luminance_ac_values, 162);
    set(compressor->dc_huff_tbl_ptrs[1], tables->colour_dc_bits, tables->colour_dc_values, 12);
    set(compressor->ac_huff_tbl_ptrs[1], tables->colour_ac_bits, tables->colour_ac_values, 162);
}
