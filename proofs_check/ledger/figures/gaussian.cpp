#include <quantcheck/proofs_check/ledger/figures/gaussian.h>

#include <cmath>

namespace quantcheck::check::ledger {

double uniform(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }

double Gaussian::operator()() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  for (;;) {
    const double a = 2 * uniform(random_) - 1;
    const double b = 2 * uniform(random_) - 1;
    const double square = a * a + b * b;
    if (square >= 1 || square == 0) continue;
    const double factor = std::sqrt(-2 * std::log(square) / square);
    spare_ = b * factor;
    has_spare_ = true;
    return a * factor;
  }
}

WeightedBlock GaussianBlocks::operator()() {
  WeightedBlock block;
  block.plain = drawn_++ % 8 != 0;
  double square = 0;
  for (double& x : block.x) {
    x = block.plain ? gaussian_() : gaussian_() * std::sqrt(2.0);
    square += x * x;
  }
  // The density of N(0, 2 I) divided by that of N(0, I) is exp(|x|^2 / 4) / 16.
  block.weight = 8 / (7 + std::exp(square / 4) / 16);
  return block;
}

}  // namespace quantcheck::check::ledger
