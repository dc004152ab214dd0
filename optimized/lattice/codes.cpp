#include <cmath>
#include <string>

#include <quantcheck/optimized/lattice/codes.h>
#include <quantcheck/optimized/lattice/in_parts.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {

void check_ratio(Code q, int most) {
  if (q < 2 || q > most)
    throw Error("the nesting ratio " + std::to_string(q) + " is not in 2 .. " + std::to_string(most));
}

void check_betas(std::span<const float> beta) {
  if (beta.empty() || beta.size() > 256) throw Error(std::to_string(beta.size()) + " betas, not 1 .. 256");
  for (std::size_t p = 0; p < beta.size(); ++p) {
    const std::string name = "beta " + std::to_string(p) + ", " + number(static_cast<double>(beta[p]));
    if (!(beta[p] > 0) || std::isinf(beta[p])) throw Error(name + ", is not positive and finite");
    if (p > 0 && !(beta[p] > beta[p - 1])) throw Error(name + ", is not above the one before");
  }
}

void refuse_block(std::span<const float> x, float beta, Index block) {
  Index i = 0;
  while (i + 1 < block_size && std::fabs(x[block_size * block + i] / beta) < 0x1p21F) ++i;
  throw Error(block_place(block, i) + ": " + number(static_cast<double>(x[block_size * block + i])) + " / " +
              number(static_cast<double>(beta)) + " is not below 2^21 in magnitude");
}

void refuse_code(std::span<const std::uint8_t> code, Code q, Index block) {
  Index i = 0;
  while (i + 1 < block_size && code[block_size * block + i] < q) ++i;
  throw Error(block_place(block, i) + ": the code " + std::to_string(code[block_size * block + i]) +
              " is not below " + std::to_string(q));
}

}  // namespace quantcheck::optimized
