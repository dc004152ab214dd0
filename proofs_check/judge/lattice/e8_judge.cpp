#include <cmath>

#include <quantcheck/proofs_check/judge/lattice/explain.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/proofs_check/judge/lattice/loss.h>
#include <quantcheck/proofs_check/judge/lattice/tally.h>
#include <quantcheck/reference/lattice/e8_nearest.h>

namespace quantcheck::check {

namespace {

constexpr const char* point_range_reason = "values lie more than 2^40 from 0";
constexpr const char* point_movement_reason = "values leave the range of the declared arithmetic";

// The point of E8 with these coordinates; nothing where there is none.
std::optional<E8Point> e8_point_of(const double* coordinates) {
  E8Point point;
  for (std::size_t i = 0; i < 8; ++i) {
    const double twice = 2 * coordinates[i];
    if (!(std::fabs(twice) <= 4 * max_coordinate) || twice != std::trunc(twice)) return std::nullopt;
    point.twice[i] = static_cast<Code>(twice);
  }
  if (!in_e8(point)) return std::nullopt;
  return point;
}

BlockFinding judge_point(const ScaledTarget& t, const double* coordinates, Arithmetic arithmetic) {
  BlockFinding found;
  if (!t.in_range) {
    found.code = Verdict::undecided;
    found.reason = point_range_reason;
    return found;
  }
  const std::optional<E8Point> point = e8_point_of(coordinates);
  if (!point) {
    found.decoded = Verdict::wrong;
    return found;
  }
  found.nearest = *point;
  found.stands_for = point;
  found.position = cell_position(t, *point);
  std::optional<double> allowed = 0;
  if (found.position.side == Side::outside) allowed = explained_excess(t, arithmetic, 0);
  found.allowed = allowed.value_or(0);
  const Explanation explanation = explain(found.position, allowed, t.largest, arithmetic);
  found.code = explanation.verdict;
  found.unresolved = explanation.unresolved;
  if (found.code == Verdict::undecided) found.reason = point_movement_reason;
  return found;
}

BlockFault fault_of(const ScaledTarget& t, const double* coordinates, const BlockFinding& finding) {
  BlockFault fault;
  fault.finding = finding;
  fault.target = t.x.rounded;
  const E8Point nearest = reference::nearest_e8<reference::Rational>(t.exact());
  Block<double> point;
  Block<double> expected;
  for (std::size_t i = 0; i < 8; ++i) {
    point[i] = coordinates[i];
    expected[i] = static_cast<double>(nearest.twice[i]) / 2;
  }
  fault.point = point;
  fault.expected_point = expected;
  return fault;
}

}  // namespace

LatticeJudgement judge(const E8Case& c, const Progress& progress) {
  const Beta one{1, 1.0};
  LatticeJudgement result;
  result.blocks.resize(static_cast<std::size_t>(c.points));
  bool unresolved = false;
  reference::Rational loss = 0;
  for (Index k = 0; k < c.points; ++k) {
    if (progress) progress("judging points", k, c.points);
    Block<reference::Rational> values;
    const double* coordinates = &c.nearest[k * lattice_block];
    for (Index i = 0; i < lattice_block; ++i) {
      values[i] = reference::exact(c.values[k * lattice_block + i]);
      const reference::Rational error = values[i] - reference::exact(coordinates[i]);
      loss += error * error;
    }
    const BlockTarget x = block_target(std::move(values));
    const ScaledTarget t(x, one);
    const BlockFinding finding = judge_point(t, coordinates, assumed_arithmetic(c));
    add_block(result, {k, 0}, k, finding);
    if (finding.verdict() == Verdict::undecided && result.reason.empty()) result.reason = finding.reason;
    unresolved = unresolved || finding.unresolved;
    const bool wrong = finding.verdict() == Verdict::wrong;
    result.wrong_rows += wrong;
    if (!wrong || result.first_wrong) continue;
    result.first_wrong = fault_of(t, coordinates, finding);
    result.first_wrong->place = {k, 0};
  }
  set_loss(result, loss, c.points);  // the covering radius is 1, so that no point loses more than 1
  result.squared_error = finite(reference::approximate(loss / (c.points * lattice_block)));
  conclude(result, unresolved);
  return result;
}

}  // namespace quantcheck::check
