#include <quantcheck/proofs_check/judge/lattice/block.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/exact/lattice/admissible.h>
#include <quantcheck/proofs_check/exact/lattice/unclear.h>
#include <quantcheck/proofs_check/judge/lattice/explain.h>
#include <quantcheck/proofs_check/judge/lattice/product.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

constexpr const char* block_range_reason =
    "values lie more than 2^40 lattice units from 0, or a beta beyond 2^900 either way";
constexpr const char* block_movement_reason =
    "values leave the range of the declared arithmetic, or rounding in it moves them "
    "by more than a quarter of a step";

bool decodes_to(const LatticeScheme& scheme, const CodedBlock& block, const E8Point& point) {
  for (Index i = 0; i < block.columns; ++i)
    if (!is_product(block.decoded[i], scheme.beta[block.beta_index], point.twice[i], scheme.arithmetic,
                    block.decoded_format))
      return false;
  return true;
}

// The point of the class that `decoded` is beta times of. There is none if no point is, or if not all eight
// coordinates are known, as in a padded block. The members of a class are so far apart that rounding does not
// carry from one to another.
std::optional<E8Point> decoded_point(const LatticeScheme& scheme, const CodedBlock& block) {
  if (block.columns != lattice_block) return std::nullopt;
  Block<double> values;
  std::copy_n(block.decoded, values.size(), values.begin());
  const BlockTarget target = block_target(values);
  const ScaledTarget t(target, scheme.beta[block.beta_index]);
  if (!t.in_range) return std::nullopt;
  const E8Point point = nearest_of_class(t, block.code, scheme.q);
  if (!decodes_to(scheme, block, point)) return std::nullopt;
  return point;
}

// The verdict on a decoded point of the class that is not a least one. The decoder divides G c by q, and the
// verdict says whether that rounding may have moved the point out of the q-fold cell.
Verdict far_member(const LatticeScheme& scheme, const CodedBlock& block, const E8Point& point,
                   BlockFinding& found) {
  const E8Point member = reference::e8_point(block.code);
  E8Point multiple = member - point;
  for (Code& twice : multiple.twice) twice /= scheme.q;

  Block<double> exact;
  for (std::size_t i = 0; i < 8; ++i) exact[i] = static_cast<double>(member.twice[i]) / 2;
  const BlockTarget target = block_target(exact);
  const Beta ratio{Rational(scheme.q), static_cast<double>(scheme.q)};
  const ScaledTarget t(target, ratio);
  const Explanation explanation = explain(
      cell_position(t, multiple), explained_excess(t, scheme.arithmetic, 0), t.largest, scheme.arithmetic);
  found.unresolved = found.unresolved || explanation.unresolved;
  return explanation.verdict;
}

// The points that the code may stand for. Sets found.decoded and found.stands_for.
std::vector<E8Point> decoded_points(const LatticeScheme& scheme, const CodedBlock& block,
                                    BlockFinding& found) {
  const std::vector<E8Point> least = least_points(block.code, scheme.q);
  std::vector<E8Point> points;
  for (const E8Point& point : least)
    if (block.decoded == nullptr || decodes_to(scheme, block, point)) points.push_back(point);
  if (!points.empty()) {
    found.decoded = least.size() == 1 ? Verdict::exact : Verdict::tie;
  } else if (const std::optional<E8Point> point = decoded_point(scheme, block)) {
    found.decoded = far_member(scheme, block, *point, found);
    points = {*point};
  } else {
    found.decoded = Verdict::wrong;
  }
  if (!points.empty()) found.stands_for = points.front();
  // Where several points are left, the nearest one, which the code was made of, is as good as any.
  if (std::find(points.begin(), points.end(), found.nearest) != points.end())
    found.stands_for = found.nearest;
  return points;
}

}  // namespace

BlockFinding judge_block(const LatticeScheme& scheme, const BlockTarget& x, const CodedBlock& block,
                         double moved) {
  BlockFinding found;
  if (!std::isfinite(x.error)) throw Unclear();
  const ScaledTarget t(x, scheme.beta[block.beta_index]);
  if (!t.in_range) {
    found.code = Verdict::undecided;
    found.reason = block_range_reason;
    return found;
  }
  found.nearest = nearest_of_class(t, block.code, scheme.q);
  found.position = cell_position(t, found.nearest);
  std::optional<double> allowed = 0;
  if (found.position.side == Side::outside) allowed = explained_excess(t, scheme.arithmetic, moved);
  found.allowed = allowed.value_or(0);
  const Explanation explanation = explain(found.position, allowed, t.largest, scheme.arithmetic,
                                          t.reach_error() + explained_error(t, scheme.arithmetic));
  found.code = explanation.verdict;
  found.unresolved = explanation.unresolved;

  const std::vector<E8Point> points = decoded_points(scheme, block, found);
  if (found.code == Verdict::undecided || found.decoded == Verdict::undecided)
    found.reason = block_movement_reason;
  if (found.verdict() == Verdict::wrong || found.verdict() == Verdict::undecided) return found;
  const BetaVerdict beta = judge_beta(scheme, x, {block.beta_index, found.nearest, points}, moved);
  found.beta = beta.verdict;
  found.unresolved = found.unresolved || beta.unresolved;
  if (found.beta == Verdict::undecided) {
    const bool in_range =
        std::ranges::all_of(scheme.beta, [&](const Beta& other) { return ScaledTarget(x, other).in_range; });
    found.reason = in_range ? block_movement_reason : block_range_reason;
  }
  return found;
}

}  // namespace quantcheck::check
