// The movements of neighbouring steps, which stand for replays that are not made.
#pragma once

#include <algorithm>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// The mean squared movements of the steps of a row, each with up to `neighbours` steps on either side of it.
/// `moved` has the movements of all steps, and `units` the squares of the units in which they are compared.
/// The first step is compared with no other, and nor is a step whose unit is 0. Both are referred to.
class NeighbourMeans {
 public:
  NeighbourMeans(const std::vector<double>& moved, const std::vector<double>& units, Index neighbours)
      : moved_(moved), units_(units), neighbours_(neighbours) {
    if (neighbours == 0) return;
    in_units_.reserve(moved.size());
    for (std::size_t k = 0; k < moved.size(); ++k)
      in_units_.push_back(units[k] > 0 ? moved[k] * moved[k] / units[k] : 0.0);
  }

  double at(Index step) const {
    double others = 0;  // in units
    Index count = 1;
    if (neighbours_ > 0 && step > 0 && units_[step] > 0) {
      const Index last = std::min(std::ssize(moved_) - 1, step + neighbours_);
      for (Index k = std::max<Index>(1, step - neighbours_); k <= last; ++k) {
        if (k == step || !(units_[k] > 0)) continue;
        others += in_units_[k];
        ++count;
      }
    }
    const double own = moved_[step] * moved_[step];
    return (count > 1 ? own + others * units_[step] : own) / static_cast<double>(count);
  }

 private:
  const std::vector<double>& moved_;
  const std::vector<double>& units_;
  Index neighbours_;
  std::vector<double> in_units_;  // the squared movements in the units of their steps
};

}  // namespace quantcheck::check
