// Voronoi codes of E8, many at a time: eight bytes for a block, the coordinates of a point modulo q.
#pragma once

#include <cstdint>
#include <span>

#include <quantcheck/optimized/options.h>

namespace quantcheck::optimized {

/// The nesting ratios whose codes are bytes, and those whose points, doubled, are bytes too.
inline constexpr int max_byte_ratio = 256;
inline constexpr int max_byte_point_ratio = 63;

/// G^-1 Q(x / beta) mod q, each in 0 .. q - 1, of every block of eight values: the point nearest to the
/// quotients, which are rounded to float, is exact (e8.h). arXiv 2502.09720, Algorithm 1.
///
/// x and code are of the same size, a multiple of 8. Throws Error for other sizes, unless 2 <= q <=
/// max_byte_ratio, unless beta is positive and finite, and with its place for a value x / beta that is not
/// below 2^21 in magnitude.
void voronoi_encode(std::span<const float> x, int q, float beta, std::span<std::uint8_t> code,
                    const Execution& execution = {});

/// Twice the coordinates of y - q Q(y / q), y = G c, the point of least norm that has the code; exact, ties
/// to the lexicographically greatest Q(y / q). No more than 2 q in magnitude. arXiv 2502.09720, Algorithm 2.
///
/// Sizes as above. Throws Error for q out of range, for bytes above max_byte_point_ratio, and with its place
/// for an entry of q or more.
void voronoi_decode(std::span<const std::uint8_t> code, int q, std::span<std::int8_t> twice,
                    const Execution& execution = {});
void voronoi_decode(std::span<const std::uint8_t> code, int q, std::span<std::int16_t> twice,
                    const Execution& execution = {});

}  // namespace quantcheck::optimized
