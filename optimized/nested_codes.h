// NestQuant's codes, many at a time: each block of eight values in the union of scaled Voronoi codes.
#pragma once

#include <cstdint>
#include <span>

#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// Encoded blocks.
struct NestedCodes {
  std::span<std::uint8_t> code;        // eight for each block
  std::span<std::uint8_t> beta_index;  // one for each block
  std::span<std::uint8_t> overload;    // likewise: 1 where the code decodes to another point than the nearest
};

/// Each block by the points nearest to x / beta, the quotients rounded to float. Overload is exact. The error
/// of a factor is that of the point its code stands for, |x - beta y|^2, in float: e_i = fma(-beta, y_i,
/// x_i), squares in pairs fma(e_2i, e_2i, e_2i-1^2), then (p_1 + p_2) + (p_3 + p_4). The same on every target
/// and for any number of threads.
///
/// Throws Error for sizes that do not belong together, unless 2 <= q <= max_byte_ratio (voronoi.h) and there
/// are 1 .. 256 betas, positive, finite and ascending, and with its place for a value x / beta[0] that is not
/// below 2^21 in magnitude.
void nested_encode(std::span<const float> x, const ScaledCodes<float>& codes, BetaChoice choice,
                   const NestedCodes& to, const Execution& execution = {});

/// beta[beta_index] times the point of each code, a single rounding; with no indices at all, beta[0] times
/// it. Throws Error as above, and with its place for an entry of q or more, for an index that no beta has and
/// for a value beyond the range of float.
void nested_decode(std::span<const std::uint8_t> code, std::span<const std::uint8_t> beta_index,
                   const ScaledCodes<float>& codes, std::span<float> values, const Execution& execution = {});

}  // namespace quantcheck::optimized
