#include <quantcheck/optimized/dispatch/select.h>
#include <quantcheck/optimized/lattice/codes.h>
#include <quantcheck/optimized/lattice/in_parts.h>
#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/voronoi.h>

namespace quantcheck::optimized {
namespace {

template <class To>
void decode(std::span<const std::uint8_t> code, int q, std::span<To> twice, const Execution& execution,
            Index (*kernel)(const std::uint8_t*, Index, int, To*)) {
  const Index blocks = count_blocks(code.size(), twice.size(), "for their points");
  const Index done = in_parts(blocks, execution, [&](Index begin, Index end) {
    const Index offset = block_size * begin;
    return begin + kernel(code.data() + offset, end - begin, q, twice.data() + offset);
  });
  if (done < blocks) refuse_code(code, q, done);
}

}  // namespace

void voronoi_encode(std::span<const float> x, int q, float beta, std::span<std::uint8_t> code,
                    const Execution& execution) {
  const DefaultEnvironment environment;
  check_ratio(q, max_byte_ratio);
  check_betas({&beta, 1});
  const Index blocks = count_blocks(x.size(), code.size(), "codes");
  const Kernels& kernels = kernels_of(execution);
  const Index done = in_parts(blocks, execution, [&](Index begin, Index end) {
    const Index offset = block_size * begin;
    return begin + kernels.encode_e8(x.data() + offset, end - begin, q, beta, code.data() + offset);
  });
  if (done < blocks) refuse_block(x, beta, done);
}

void voronoi_decode(std::span<const std::uint8_t> code, int q, std::span<std::int8_t> twice,
                    const Execution& execution) {
  const DefaultEnvironment environment;
  check_ratio(q, max_byte_point_ratio);
  decode(code, q, twice, execution, kernels_of(execution).decode_e8);
}

void voronoi_decode(std::span<const std::uint8_t> code, int q, std::span<std::int16_t> twice,
                    const Execution& execution) {
  const DefaultEnvironment environment;
  check_ratio(q, max_byte_ratio);
  decode(code, q, twice, execution, kernels_of(execution).decode_e8_wide);
}

}  // namespace quantcheck::optimized
