#include <cmath>
#include <cstdint>

#include <quantcheck/optimized/dispatch/select.h>
#include <quantcheck/optimized/e8.h>
#include <quantcheck/optimized/lattice/in_parts.h>
#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {
namespace {

// Results of this size or more are written past the caches, since they would not stay in them.
constexpr std::size_t streamed_bytes = std::size_t{16} << 20;

bool worth_streaming(std::span<const float> x, std::span<float> y) {
  return y.size_bytes() >= streamed_bytes && x.data() != y.data() &&
         reinterpret_cast<std::uintptr_t>(y.data()) % 64 == 0;
}

}  // namespace

void nearest_e8(std::span<const float> x, std::span<float> y, const Execution& execution) {
  const DefaultEnvironment environment;
  const Index blocks = count_blocks(x.size(), y.size(), "for their points");
  const Kernels& kernels = kernels_of(execution);
  const bool streamed = worth_streaming(x, y);
  const Index done = in_parts(blocks, execution, [&](Index begin, Index end) {
    const Index offset = block_size * begin;
    return begin + kernels.nearest_e8(x.data() + offset, end - begin, y.data() + offset, streamed);
  });
  if (done == blocks) return;
  // The kernel leaves a lattice block that it cannot place as it is, so x still holds the value at fault
  // where y is x.
  for (Index i = 0; i < block_size; ++i) {
    const float value = x[block_size * done + i];
    if (!(std::fabs(value) <= 0x1p22F))
      throw Error(block_place(done, i) + ": " + number(static_cast<double>(value)) +
                  " is not within 2^22 of 0");
  }
}

}  // namespace quantcheck::optimized
