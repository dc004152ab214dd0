// The division of arrays of lattice blocks into parts, on which several threads work.
#pragma once

#include <functional>

#include <quantcheck/optimized/options.h>

namespace quantcheck::optimized {

/// The number of values of a lattice block.
inline constexpr Index block_size = 8;

/// The number of lattice blocks in `values` values. Throws Error where `values` is no multiple of 8, and
/// where `others`, which the message names by `what`, is another number.
Index count_blocks(std::size_t values, std::size_t others, const char* what);

/// Calls part(begin, end) for ranges of lattice blocks that make up 0 .. blocks - 1, on as many threads as
/// asked for. Each call returns `end`, or the first block that it could not do. Returns the first such block
/// of all, or `blocks`.
Index in_parts(Index blocks, const Execution& execution, const std::function<Index(Index, Index)>& part);

/// The place of a value in messages, as in "block 12, value 3".
std::string block_place(Index block, Index i);

}  // namespace quantcheck::optimized
