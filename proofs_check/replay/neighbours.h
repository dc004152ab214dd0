// The movements of neighbouring steps, which stand for replays that are not made.
#pragma once

#include <algorithm>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// The mean of the squared movements at a step of a row and at up to `neighbours` steps on either side of it.
/// `moved` has the movements of all steps, and `units` the squares of the units in which they are compared.
/// The first step is compared with no other, and nor is a step whose unit is 0.
inline double mean_square(const std::vector<double>& moved, const std::vector<double>& units, Index step,
                          Index neighbours) {
  double sum = moved[step] * moved[step];
  Index count = 1;
  const Index first = std::max<Index>(1, step - neighbours);
  const Index last = step == 0 ? 0 : std::min(std::ssize(moved) - 1, step + neighbours);
  for (Index k = first; k <= last; ++k) {
    if (k == step || !(units[k] > 0) || !(units[step] > 0)) continue;
    sum += moved[k] * moved[k] * (units[step] / units[k]);
    ++count;
  }
  return sum / static_cast<double>(count);
}

}  // namespace quantcheck::check
