// The nearest points of the lattice E8, for many lattice blocks at a time.
#pragma once

#include <span>

#include <quantcheck/optimized/options.h>

namespace quantcheck::optimized {

/// Writes to y the point of E8 nearest to each lattice block of eight values of x; of several nearest points
/// it is the lexicographically greatest. This is exact for every float, ties included (docs/optimized.md; J.
/// H. Conway, N. J. A. Sloane, IEEE Trans. Inf. Theory 28 (1982), 227-232). The coordinates are halves of
/// integers, and no zero is negative. The result is the same on every target, for any number of threads and
/// any alignment.
///
/// x and y have the same size, a multiple of 8. y may be x, and must not overlap it otherwise. Throws Error
/// for other sizes, and, naming its place, for a value that is not within 2^22 of 0: farther out, floats
/// begin to lack halves. y then holds nothing of use.
void nearest_e8(std::span<const float> x, std::span<float> y, const Execution& execution = {});

}  // namespace quantcheck::optimized
