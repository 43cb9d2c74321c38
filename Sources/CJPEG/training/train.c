// Makes ../huffman_tables.h: the Huffman tables that fit scanned paper, found on sample pages.
//
//   cc -O2 train.c -ljpeg -o train && ./train ../../../Tests/TestSupport/Pages/*.jpg > ../huffman_tables.h
//
// Each page, of 200 dpi, is decoded at 200 or 300 dpi, compressed again at the quality in question, and
// the symbols of its entropy-coded data are counted (ITU-T T.81, F.1.2). Pages weigh alike. One part in
// a hundred is the standard's example tables (K.3), so that what no sample page shows stays affordable.
//
// `./train -held-out KIND:PAGE.jpg ...` instead prints, for each page, its size with tables trained on
// the pages of other kinds, over its size with the standard's tables.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

enum { TABLES = 4, SYMBOLS = 256, SCALES = 2, MAXIMUM_PAGES = 64 };
static const int qualities[] = {60, 75, 80, 85, 90, 95};
static const int up_to[] = {67, 77, 82, 87, 92, 100};
/// Eighths of the page's own size, what resolution that is, and up to which it stands for others.
static const int scales[SCALES] = {8, 12}, resolutions[SCALES] = {200, 300}, up_to_resolution[SCALES] = {249, 65535};
enum { BANDS = sizeof qualities / sizeof *qualities };

/// Symbols of the tables DC and AC of brightness, DC and AC of colour; bits beside the symbols.
struct counts {
    double symbols[TABLES][SYMBOLS];
    double other_bits;
};

static const int zigzag[64] = {0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48,
    41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

static int bits_of(int value) {
    int bits = 0;
    for (value = abs(value); value; value >>= 1) bits++;
    return bits;
}

static unsigned char *recompress(const char *path, int scale, int quality, unsigned long *size) {
    struct jpeg_decompress_struct in;
    struct jpeg_compress_struct out;
    struct jpeg_error_mgr errors;
    unsigned char *bytes = NULL;
    FILE *file = fopen(path, "rb");
    if (!file) perror(path), exit(1);
    in.err = out.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&in);
    jpeg_create_compress(&out);
    jpeg_stdio_src(&in, file);
    jpeg_read_header(&in, TRUE);
    in.scale_num = scale, in.scale_denom = 8;
    jpeg_start_decompress(&in);
    jpeg_mem_dest(&out, &bytes, size);
    out.image_width = in.output_width, out.image_height = in.output_height;
    out.input_components = 3, out.in_color_space = JCS_RGB;
    jpeg_set_defaults(&out);
    jpeg_set_quality(&out, quality, TRUE);
    jpeg_start_compress(&out, TRUE);
    JSAMPROW row = malloc(in.output_width * 3);
    while (in.output_scanline < in.output_height) {
        jpeg_read_scanlines(&in, &row, 1);
        jpeg_write_scanlines(&out, &row, 1);
    }
    jpeg_finish_compress(&out);
    jpeg_destroy_compress(&out);
    jpeg_destroy_decompress(&in);
    free(row);
    fclose(file);
    return bytes;
}

static void count_block(struct counts *counts, int colour, const JCOEF *block, int *previous) {
    int bits = bits_of(block[0] - *previous), run = 0;
    *previous = block[0];
    counts->symbols[colour * 2][bits]++;
    counts->other_bits += bits;
    for (int i = 1; i < 64; i++) {
        int value = block[zigzag[i]];
        if (value == 0) {
            run++;
            continue;
        }
        for (; run > 15; run -= 16) counts->symbols[colour * 2 + 1][0xf0]++;
        bits = bits_of(value);
        counts->symbols[colour * 2 + 1][run << 4 | bits]++;
        counts->other_bits += bits;
        run = 0;
    }
    if (run) counts->symbols[colour * 2 + 1][0]++;
}

static struct counts count(unsigned char *bytes, unsigned long size) {
    struct counts counts = {0};
    struct jpeg_decompress_struct in;
    struct jpeg_error_mgr errors;
    in.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&in);
    jpeg_mem_src(&in, bytes, size);
    jpeg_read_header(&in, TRUE);
    jvirt_barray_ptr *arrays = jpeg_read_coefficients(&in);
    for (int c = 0; c < in.num_components; c++) {
        // In the order of interleaved data, which decides the DC differences: unit by unit, each with its block rows.
        jpeg_component_info *component = &in.comp_info[c];
        JDIMENSION across = component->h_samp_factor, down = component->v_samp_factor;
        int previous = 0;
        for (JDIMENSION y = 0; y + down <= component->height_in_blocks; y += down) {
            JBLOCKARRAY rows = in.mem->access_virt_barray((j_common_ptr)&in, arrays[c], y, down, FALSE);
            for (JDIMENSION x = 0; x + across <= component->width_in_blocks; x += across)
                for (JDIMENSION block = 0; block < across * down; block++)
                    count_block(&counts, c > 0, rows[block / across][x + block % across], &previous);
        }
    }
    jpeg_destroy_decompress(&in);
    return counts;
}

/// Code lengths by the method of T.81, K.2, and the table in the form of a DHT marker.
static void optimise(const double *weights, int lengths[SYMBOLS], UINT8 bits[17], UINT8 values[SYMBOLS]) {
    double left[SYMBOLS + 1];
    int next[SYMBOLS + 1], size[SYMBOLS + 1] = {0}, of_length[SYMBOLS + 1] = {0};
    for (int i = 0; i <= SYMBOLS; i++) {
        left[i] = i < SYMBOLS ? weights[i] : 1e-30;  // The reserved symbol takes the code of ones only.
        next[i] = -1;
    }
    for (;;) {
        int a = -1, b = -1;
        for (int i = SYMBOLS; i >= 0; i--)
            if (left[i] > 0) {
                if (a < 0 || left[i] < left[a]) b = a, a = i;
                else if (b < 0 || left[i] < left[b]) b = i;
            }
        if (b < 0) break;
        left[a] += left[b], left[b] = 0;
        int i = a;
        for (;; i = next[i]) {
            size[i]++;
            if (next[i] < 0) break;
        }
        next[i] = b;
        for (i = b; i >= 0; i = next[i]) size[i]++;
    }
    for (int i = 0; i <= SYMBOLS; i++) of_length[size[i]]++;
    for (int i = SYMBOLS; i > 16; i--)
        while (of_length[i] > 0) {
            int j = i - 2;
            while (of_length[j] == 0) j--;
            of_length[i] -= 2, of_length[i - 1]++, of_length[j + 1] += 2, of_length[j]--;
        }
    int longest = 16;
    while (of_length[longest] == 0) longest--;
    of_length[longest]--;
    int place = 0;
    for (int length = 1; length <= SYMBOLS; length++)
        for (int i = 0; i < SYMBOLS; i++)
            if (size[i] == length) values[place++] = i;
    memset(lengths, 0, SYMBOLS * sizeof *lengths);
    place = 0;
    for (int length = 1; length <= 16; length++) {
        bits[length] = of_length[length];
        for (int i = 0; i < of_length[length]; i++) lengths[values[place++]] = length;
    }
}

static JHUFF_TBL *standard_table(struct jpeg_compress_struct *compressor, int table) {
    return (table & 1 ? compressor->ac_huff_tbl_ptrs : compressor->dc_huff_tbl_ptrs)[table >> 1];
}

static void lengths_of(const JHUFF_TBL *table, int lengths[SYMBOLS]) {
    memset(lengths, 0, SYMBOLS * sizeof *lengths);
    for (int length = 1, place = 0; length <= 16; length++)
        for (int i = 0; i < table->bits[length]; i++) lengths[table->huffval[place++]] = length;
}

/// Counts every page at a scale and quality. A page's name may begin with its kind and a colon.
static void count_pages(struct counts *all, char **pages, int page_count, int scale, int quality) {
    for (int p = 0; p < page_count; p++) {
        unsigned long size = 0;
        char *path = strchr(pages[p], ':') ? strchr(pages[p], ':') + 1 : pages[p];
        unsigned char *bytes = recompress(path, scale, quality, &size);
        all[p] = count(bytes, size);
        free(bytes);
    }
}

static int are_of_one_kind(const char *a, const char *b) { return strncmp(a, b, strcspn(a, ":") + 1) == 0; }

struct table {
    int lengths[SYMBOLS];
    UINT8 bits[17], values[SYMBOLS];
};

/// The tables that fit all pages but those of the kind of `but`, if any.
static void train(struct table tables[TABLES], const struct counts *all, char **pages, int page_count,
    const char *but, int standard_lengths[TABLES][SYMBOLS]) {
    for (int t = 0; t < TABLES; t++) {
        double weights[SYMBOLS] = {0}, total = 0;
        for (int p = 0; p < page_count; p++) {
            if (but && are_of_one_kind(but, pages[p])) continue;
            double blocks = 0;
            for (int i = 0; i < SYMBOLS; i++) blocks += all[p].symbols[t & 2][i];
            for (int i = 0; i < SYMBOLS; i++) weights[i] += all[p].symbols[t][i] / blocks;
        }
        for (int i = 0; i < SYMBOLS; i++) total += weights[i];
        for (int i = 0; i < SYMBOLS; i++)
            if (standard_lengths[t][i]) weights[i] += total / 100 / (1 << standard_lengths[t][i]);
        optimise(weights, tables[t].lengths, tables[t].bits, tables[t].values);
    }
}

static double cost(const struct counts *counts, int *lengths[TABLES]) {
    double bits = counts->other_bits;
    for (int t = 0; t < TABLES; t++)
        for (int s = 0; s < SYMBOLS; s++) bits += counts->symbols[t][s] * lengths[t][s];
    return bits;
}

static void print_bytes(const char *name, const char *part, const UINT8 *bytes, int length) {
    printf("     .%s_%s = {", name, part);
    for (int i = 0; i < length; i++) printf("%s%d", i == 0 ? "" : i % 24 ? "," : ",\n      ", bytes[i]);
    printf("},\n");
}

static void print_tables(const struct table tables[TABLES], int up_to_resolution, int up_to_quality) {
    const char *names[] = {"luminance_dc", "luminance_ac", "colour_dc", "colour_ac"};
    printf("    {.up_to_resolution = %d, .up_to_quality = %d,\n", up_to_resolution, up_to_quality);
    for (int t = 0; t < TABLES; t++) {
        int length = 0;
        for (int i = 1; i <= 16; i++) length += tables[t].bits[i];
        print_bytes(names[t], "bits", tables[t].bits + 1, 16);
        print_bytes(names[t], "values", tables[t].values, length);
    }
    puts("    },");
}

int main(int argument_count, char **arguments) {
    static struct counts all[MAXIMUM_PAGES];
    int held_out = argument_count > 1 && strcmp(arguments[1], "-held-out") == 0;
    char **pages = arguments + 1 + held_out;
    int page_count = argument_count - 1 - held_out;
    if (page_count < 1 || page_count > MAXIMUM_PAGES) return fprintf(stderr, "usage: train PAGE.jpg...\n"), 2;
    struct jpeg_compress_struct standard;
    struct jpeg_error_mgr errors;
    standard.err = jpeg_std_error(&errors);
    jpeg_create_compress(&standard);
    standard.in_color_space = JCS_RGB, standard.input_components = 3;
    jpeg_set_defaults(&standard);
    int standard_lengths[TABLES][SYMBOLS];
    int *of_standard[TABLES], *of_trained[TABLES];
    struct table tables[TABLES];
    for (int t = 0; t < TABLES; t++) {
        lengths_of(standard_table(&standard, t), standard_lengths[t]);
        of_standard[t] = standard_lengths[t], of_trained[t] = tables[t].lengths;
    }
    if (!held_out)
        puts("// Made by training/train.c from the sample pages; see there how. Do not edit.\n"
             "static const struct table_set table_sets[] = {");
    for (int s = 0; s < SCALES; s++)
        for (int band = 0; band < BANDS; band++) {
            count_pages(all, pages, page_count, scales[s], qualities[band]);
            if (!held_out) {
                train(tables, all, pages, page_count, NULL, standard_lengths);
                print_tables(tables, up_to_resolution[s], up_to[band]);
                continue;
            }
            for (int p = 0; p < page_count; p++) {
                train(tables, all, pages, page_count, pages[p], standard_lengths);
                printf("%d dpi quality %d %.4f %s\n", resolutions[s], qualities[band],
                    cost(&all[p], of_trained) / cost(&all[p], of_standard), pages[p]);
            }
        }
    if (!held_out) puts("};");
}
