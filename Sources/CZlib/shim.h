#pragma once
#include <zlib.h>

/// deflateInit2 is a macro: the strongest compression, in the format of gzip.
static inline int sohoa_gzip_begin(z_stream *stream) {
    return deflateInit2(stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY);
}
