// The layout of matrices in memory while kernels work on them.
//
// Rows go through the kernels side by side, one in each lane. A strip is two vectors of rows, and its
// elements lie position after position, one line of lanes for each position. A triangular factor lies in
// panels of eight columns, row after row. Where eight pairs (pairs.h) go side by side, eight hi are followed
// by eight lo. Sums run over blocks of 256 positions, each of which is a chain of its own.
#pragma once

#include <cstdint>
#include <limits>

#include <quantcheck/optimized/pairs.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

inline constexpr Index panel_columns = 8;
inline constexpr Index block_columns = 256;
inline constexpr Index block_panels = block_columns / panel_columns;
inline constexpr Index strip_vectors = 2;

/// The number of rows of a strip: 32 in float, 16 in double, which are 128 bytes, and 16 in pairs of doubles.
template <class T>
inline constexpr Index strip_rows = strip_vectors * 64 / static_cast<Index>(sizeof(T));
template <>
inline constexpr Index strip_rows<Pair> = strip_rows<double>;

/// The value in the place of a code that float arithmetic could not give.
inline constexpr std::int32_t no_code = std::numeric_limits<std::int32_t>::min();

/// Codes and zeros stay below this in magnitude, where every integer is a float and sums of integers are
/// exact.
inline constexpr float code_limit = 16777216.0f;  // 2^24

constexpr Index round_up(Index n, Index unit) { return (n + unit - 1) / unit * unit; }

/// The number of elements before panel p of an upper triangular factor. Panel p holds rows 0 .. 8p + 7.
constexpr Index panel_offset(Index panel) { return panel_columns * panel_columns * panel * (panel + 1) / 2; }

/// The number of elements before strip s of a lower triangular factor, in double or in pairs. Strip s holds
/// positions 0 .. 16s + 15.
constexpr Index lower_strip_offset(Index strip) {
  return strip_rows<double> * strip_rows<double> * strip * (strip + 1) / 2;
}

/// Panels first, first + 1, ... of a factor.
template <class T>
struct Panels {
  T* data = nullptr;
  Index first = 0;

  T* panel(Index p) const { return data + (panel_offset(p) - panel_offset(first)); }
};

/// Strips of rows, of `stride` elements each.
template <class T>
struct Strips {
  T* data = nullptr;
  Index stride = 0;

  T* strip(Index s) const { return data + s * stride; }
};

/// The strips of a lower triangular factor.
template <class T>
struct LowerStrips {
  T* data = nullptr;

  T* strip(Index s) const { return data + lower_strip_offset(s); }
};

}  // namespace quantcheck::optimized
