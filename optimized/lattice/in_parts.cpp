#include <algorithm>
#include <atomic>
#include <string>

#include <quantcheck/optimized/lattice/in_parts.h>
#include <quantcheck/optimized/parallel/lowest.h>
#include <quantcheck/optimized/parallel/team.h>

namespace quantcheck::optimized {
namespace {

// A part is large enough that handing it out costs nothing, and small enough that each thread gets a share.
constexpr Index part_blocks = 2048;

}  // namespace

Index count_blocks(std::size_t values, std::size_t others, const char* what) {
  if (values % block_size != 0)
    throw Error(std::to_string(values) + " values are no blocks of " + std::to_string(block_size));
  if (others != values)
    throw Error(std::to_string(values) + " values, " + std::to_string(others) + " " + what);
  return static_cast<Index>(values) / block_size;
}

Index in_parts(Index blocks, const Execution& execution, const std::function<Index(Index, Index)>& part) {
  const int threads = thread_count(execution.threads);
  const Index parts = (blocks + part_blocks - 1) / part_blocks;
  if (parts < 2 || threads < 2) return blocks > 0 ? part(0, blocks) : 0;
  std::atomic<Index> first{blocks};
  team_of(threads).for_each(parts, [&](Index i) {
    const Index end = std::min((i + 1) * part_blocks, blocks);
    const Index done = part(i * part_blocks, end);
    if (done < end) lower(first, done);
  });
  return first.load();
}

std::string block_place(Index block, Index i) {
  return "block " + std::to_string(block) + ", value " + std::to_string(i);
}

}  // namespace quantcheck::optimized
