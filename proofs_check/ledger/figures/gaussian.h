// Normal random numbers. A seed gives the same ones on every machine whose log rounds the same.
#pragma once

#include <random>

#include <quantcheck/reference/lattice/e8.h>

namespace quantcheck::check::ledger {

/// A random number, uniform on the multiples of 2^-53 with 0 <= u < 1.
double uniform(std::mt19937_64& random);

/// A generator of N(0, 1) by the polar method: G. Marsaglia, T. A. Bray, SIAM Review 6 (1964), 260-264.
class Gaussian {
 public:
  explicit Gaussian(std::mt19937_64 random) : random_(random) {}
  double operator()();

 private:
  std::mt19937_64 random_;
  double spare_ = 0;
  bool has_spare_ = false;
};

/// Eight numbers that represent N(0, I) with a weight.
struct WeightedBlock {
  reference::Block<double> x;
  double weight;
  bool plain;  // whether it was drawn from N(0, I)
};

/// A generator of weighted lattice blocks. Every eighth one is drawn from N(0, 2 I), so that rare lattice
/// blocks of great norm, on which overload depends, are seen often. The weight is the density of N(0, I)
/// divided by that of the mixture, and is below 8/7 (E. Veach, L. J. Guibas, SIGGRAPH 1995: the balance
/// heuristic).
class GaussianBlocks {
 public:
  explicit GaussianBlocks(std::mt19937_64 random) : gaussian_(random) {}
  WeightedBlock operator()();

 private:
  Gaussian gaussian_;
  Index drawn_ = 0;
};

}  // namespace quantcheck::check::ledger
