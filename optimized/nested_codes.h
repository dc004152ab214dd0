// NestQuant's codes, for many lattice blocks at a time: each block of eight values is encoded in the union of
// scaled Voronoi codes.
#pragma once

#include <cstdint>
#include <span>

#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// Encoded lattice blocks.
struct NestedCodes {
  std::span<std::uint8_t> code;        // eight for each lattice block
  std::span<std::uint8_t> beta_index;  // one for each lattice block
  std::span<std::uint8_t> overload;    // one each: 1 where the code decodes to another point than the nearest
};

/// Encodes each lattice block of eight values by the points nearest to x / beta, the quotients rounded to
/// float, with the beta that `choice` takes. Overload is decided exactly. The error of a beta is
/// |x - beta y|^2 for the point y that the code stands for. It is computed in float: with
/// e_i = fma(-beta, y_i, x_i) and the squares in pairs p_i = fma(e_2i, e_2i, e_(2i-1)^2), it is
/// (p_1 + p_2) + (p_3 + p_4). The result is the same on every target and for any number of threads.
///
/// Throws Error for sizes that do not belong together, unless 2 <= q <= max_byte_ratio (voronoi.h), unless
/// there are 1 .. 256 betas, which are positive, finite and ascending, and, naming its place, for a value
/// x / beta[0] that is not below 2^21 in magnitude.
void nested_encode(std::span<const float> x, const ScaledCodes<float>& codes, BetaChoice choice,
                   const NestedCodes& to, const Execution& execution = {});

/// Writes beta[beta_index] times the point of each code, rounded once; with no indices at all, beta[0] times
/// it. Throws Error for sizes, q and betas as nested_encode does, and, naming its place, for an entry of q or
/// more, for an index that no beta has and for a value beyond the range of float.
void nested_decode(std::span<const std::uint8_t> code, std::span<const std::uint8_t> beta_index,
                   const ScaledCodes<float>& codes, std::span<float> values, const Execution& execution = {});

}  // namespace quantcheck::optimized
