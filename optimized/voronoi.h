// Voronoi codes of E8, for many lattice blocks at a time. A code is eight bytes: the coordinates of a point
// modulo q.
#pragma once

#include <cstdint>
#include <span>

#include <quantcheck/optimized/options.h>

namespace quantcheck::optimized {

/// The largest nesting ratio whose codes are bytes, and the largest whose points, doubled, are bytes, too.
inline constexpr int max_byte_ratio = 256;
inline constexpr int max_byte_point_ratio = 63;

/// Writes G^-1 Q(x / beta) mod q, each entry in 0 .. q - 1, for every lattice block x of eight values. The
/// quotients are rounded to float; the point Q nearest to them is exact (e8.h). This is Algorithm 1 of arXiv
/// 2502.09720.
///
/// x and code have the same size, a multiple of 8. Throws Error for other sizes, unless
/// 2 <= q <= max_byte_ratio, unless beta is positive and finite, and, naming its place, for a value x / beta
/// that is not below 2^21 in magnitude.
void voronoi_encode(std::span<const float> x, int q, float beta, std::span<std::uint8_t> code,
                    const Execution& execution = {});

/// Writes twice the coordinates of y - q Q(y / q), y = G c, the point of least norm that has the code c. It
/// is exact, and ties go to the lexicographically greatest Q(y / q). Results are no more than 2 q in
/// magnitude. This is Algorithm 2 of arXiv 2502.09720.
///
/// code and twice have the same size, a multiple of 8. Throws Error for other sizes, unless
/// 2 <= q <= max_byte_ratio (with results in bytes, max_byte_point_ratio), and, naming its place, for an
/// entry of q or more.
void voronoi_decode(std::span<const std::uint8_t> code, int q, std::span<std::int8_t> twice,
                    const Execution& execution = {});
void voronoi_decode(std::span<const std::uint8_t> code, int q, std::span<std::int16_t> twice,
                    const Execution& execution = {});

}  // namespace quantcheck::optimized
