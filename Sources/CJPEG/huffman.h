#pragma once

#include <stdio.h>

#include <jpeglib.h>

/// Gives the compressor the Huffman tables that fit scanned paper at `quality` and `resolution`, in dots per inch.
///
/// Tables made for the image itself would need its coefficients twice, so all of them in memory.
/// Tables trained on scanned pages get most of that gain in one pass.
void cjpeg_set_huffman_tables(j_compress_ptr compressor, int quality, int resolution);
