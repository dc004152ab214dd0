// Numbers in doubled precision: sums of two doubles that are not evaluated.
#pragma once

#include <vector>

namespace quantcheck::optimized {

/// The number hi + lo.
struct Pair {
  double hi = 0, lo = 0;
};

/// The same number with hi = hi + lo rounded, exactly (Knuth's TwoSum), unless it is beyond double's range.
inline Pair normal(Pair x) {
  const double sum = x.hi + x.lo;
  const double of_low = sum - x.hi;
  return {sum, (x.hi - (sum - of_low)) + (x.lo - of_low)};
}

/// A vector of the numbers hi[k] + lo[k].
struct Pairs {
  std::vector<double> hi, lo;
};

}  // namespace quantcheck::optimized
