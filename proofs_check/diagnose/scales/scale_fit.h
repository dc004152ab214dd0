// Scales of a row that put all of its decisions inside their boxes.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/diagnose/scales/scale_inequalities.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// Scales, in multiples of the stored ones.
struct RowScales {
  reference::Vector<double> scales;  // in the middle of what fits, each with the others fixed
  double outside = 0;                // how far some decision has to be outside, in stored scales
  reference::Vector<double> near;    // of what has the most slack, that nearest to the stored ones
};

/// Scales between the bounds that meet the inequalities, or exceed them by as little as `allowed`, if there
/// are some. The least slack is made as large as it can be, by cutting planes: the inequality that the point
/// violates most joins those that it is found from.
std::optional<RowScales> fit_scales(const ScaleInequalities& inequalities,
                                    const reference::Vector<double>& low,
                                    const reference::Vector<double>& high, double allowed);

}  // namespace quantcheck::check
