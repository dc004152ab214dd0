#include <cmath>
#include <string>

#include <quantcheck/optimized/checks/choice.h>
#include <quantcheck/optimized/dispatch/select.h>
#include <quantcheck/optimized/lattice/codes.h>
#include <quantcheck/optimized/lattice/in_parts.h>
#include <quantcheck/optimized/nested_codes.h>
#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/voronoi.h>

namespace quantcheck::optimized {
namespace {

void check_bytes(std::size_t bytes, Index blocks, const char* what) {
  if (static_cast<Index>(bytes) != blocks)
    throw Error(std::to_string(blocks) + " blocks, " + std::to_string(bytes) + " " + what);
}

void check_indices(std::span<const std::uint8_t> beta_index, std::size_t betas) {
  for (std::size_t b = 0; b < beta_index.size(); ++b)
    if (beta_index[b] >= betas)
      throw Error("block " + std::to_string(b) + ": beta " + std::to_string(beta_index[b]) + " of " +
                  std::to_string(betas));
}

void refuse_infinite_values(std::span<const float> values) {
  for (Index i = 0; i < std::ssize(values); ++i)
    if (!std::isfinite(values[i]))
      throw Error(block_place(i / block_size, i % block_size) +
                  ": what the code stands for is beyond the range of float");
}

}  // namespace

void nested_encode(std::span<const float> x, const ScaledCodes<float>& codes, BetaChoice choice,
                   const NestedCodes& to, const Execution& execution) {
  const DefaultEnvironment environment;
  check_choice("choice of beta", choice, BetaChoice::first);
  check_ratio(codes.q, max_byte_ratio);
  check_betas(codes.beta);
  const Index blocks = count_blocks(x.size(), to.code.size(), "codes");
  check_bytes(to.beta_index.size(), blocks, "beta indices");
  check_bytes(to.overload.size(), blocks, "overload flags");
  const Kernels& kernels = kernels_of(execution);
  const ScaledEncoding job{x.data(),
                           static_cast<int>(codes.q),
                           codes.beta.data(),
                           static_cast<int>(codes.beta.size()),
                           choice == BetaChoice::first,
                           to.code.data(),
                           to.beta_index.data(),
                           to.overload.data()};
  const Index done = in_parts(blocks, execution,
                              [&](Index begin, Index end) { return kernels.encode_scaled(job, begin, end); });
  if (done < blocks) refuse_block(x, codes.beta.front(), done);
}

void nested_decode(std::span<const std::uint8_t> code, std::span<const std::uint8_t> beta_index,
                   const ScaledCodes<float>& codes, std::span<float> values, const Execution& execution) {
  const DefaultEnvironment environment;
  check_ratio(codes.q, max_byte_ratio);
  check_betas(codes.beta);
  const Index blocks = count_blocks(code.size(), values.size(), "for what they stand for");
  if (!beta_index.empty()) check_bytes(beta_index.size(), blocks, "beta indices");
  check_indices(beta_index, codes.beta.size());
  const Kernels& kernels = kernels_of(execution);
  const ScaledDecoding job{code.data(), beta_index.empty() ? nullptr : beta_index.data(),
                           static_cast<int>(codes.q), codes.beta.data(), values.data()};
  const Index done = in_parts(blocks, execution,
                              [&](Index begin, Index end) { return kernels.decode_scaled(job, begin, end); });
  if (done < blocks) refuse_code(code, codes.q, done);
  // No coordinate of a point exceeds q in magnitude.
  if (!std::isfinite(codes.beta.back() * static_cast<float>(codes.q))) refuse_infinite_values(values);
}

}  // namespace quantcheck::optimized
