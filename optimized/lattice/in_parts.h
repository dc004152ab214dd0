// Arrays of blocks, worked on in parts by several threads.
#pragma once

#include <functional>

#include <quantcheck/optimized/options.h>

namespace quantcheck::optimized {

inline constexpr Index block_size = 8;

/// The number of blocks in `values` values. Throws Error where that is no multiple of 8, or `others`, named
/// `what`, is not the same.
Index count_blocks(std::size_t values, std::size_t others, const char* what);

/// part(begin, end) for ranges that make up 0 .. blocks, on as many threads as asked for. Each returns `end`,
/// or the first block it could not do. Returns the first of all, or `blocks`.
Index in_parts(Index blocks, const Execution& execution, const std::function<Index(Index, Index)>& part);

/// "block 12, value 3"
std::string block_place(Index block, Index i);

}  // namespace quantcheck::optimized
