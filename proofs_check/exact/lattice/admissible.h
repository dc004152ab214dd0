// The lattice points that a right encoder, or a right decoder, may take.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>
#include <quantcheck/reference/lattice/voronoi_code.h>

namespace quantcheck::check {

/// The largest slack that nearest_points takes.
inline constexpr double max_slack = 0.25;

/// Every point y of E8 such that t is at most `slack` beyond its Voronoi cell, or at most a tie's width if
/// that is more (CellPosition::excess). With a slack of 0 these are all points nearest to t. t has to be in
/// range, and the slack at most max_slack. Throws Unclear where t is not known well enough; `slack_error` is
/// what that makes of the slack.
std::vector<E8Point> nearest_points(const ScaledTarget& t, double slack, double slack_error = 0);

/// The points of least norm in the class G c + q E8 of a code c: one, or several where they lie on the
/// boundary of the q-fold cell. They are computed in integers.
std::vector<E8Point> least_points(const Block<Code>& code, Code q);

/// The point of the class G c + q E8 of a code c that is nearest to t, which has to be in range; if several
/// are, one of them. Of a target that is not exact it is nearest to the values. Another may then be nearer to
/// the target itself, but only where both are farther than 1 from it, so that it is outside of either cell.
/// Throws Unclear where it is open whether the target is inside.
E8Point nearest_of_class(const ScaledTarget& t, const Block<Code>& code, Code q);

}  // namespace quantcheck::check
