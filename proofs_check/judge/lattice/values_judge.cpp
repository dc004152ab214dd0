#include <quantcheck/proofs_check/judge/lattice/values_judge.h>

#include <algorithm>
#include <limits>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/exact/lattice/admissible.h>
#include <quantcheck/proofs_check/exact/lattice/targets.h>
#include <quantcheck/proofs_check/judge/lattice/block.h>
#include <quantcheck/proofs_check/judge/lattice/loss.h>
#include <quantcheck/proofs_check/judge/lattice/tally.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

constexpr Index blocks_together = Index{1} << 14;  // whose findings are kept before they are added

// The squared error of a lattice block that takes the first beta that round-trips, with the reference's tie
// rule; NaN where a beta that is tried puts the values out of range.
double squared_error_of_first(const LatticeScheme& scheme, const BlockTarget& x, Index columns) {
  double sum = 0;
  for (const Beta& beta : scheme.beta) {
    const ScaledTarget t(x, beta);
    if (!t.in_range) return std::numeric_limits<double>::quiet_NaN();
    const std::vector<E8Point> points = nearest_points(t, 0);
    const E8Point nearest = *std::max_element(points.begin(), points.end());
    const E8Point decoded = reference::voronoi_point(reference::voronoi_code(nearest, scheme.q), scheme.q);
    sum = 0;
    for (Index i = 0; i < columns; ++i) {
      const double error = x.rounded[i] - beta.rounded * static_cast<double>(decoded.twice[i]) / 2;
      sum += error * error;
    }
    if (decoded == nearest) break;
  }
  return sum;
}

/// What is found of one row.
struct ValueFindings {
  std::vector<BlockTarget> targets;
  std::vector<BlockFinding> findings;
  std::vector<double> first_errors;  // in mode first: squared_error_of_first of each block
  SquaredErrors squares;
};

ValueFindings find(const LatticeCase& c, const LatticeScheme& scheme, Index row) {
  ValueFindings found{value_targets(c)(row), {}, {}, {}};
  for (Index b = 0; b < c.blocks(); ++b) {
    const CodedBlock block = coded_block(c, {row, b});
    found.findings.push_back(judge_block(scheme, found.targets[b], block, 0));
    found.squares.add(c, {row, b}, block, point_of(c, block, found.findings.back()));
    if (c.mode == BetaChoice::first)
      found.first_errors.push_back(squared_error_of_first(scheme, found.targets[b], block.columns));
  }
  return found;
}

// The sum of beta^2 over all blocks: the covering radius is 1.
Rational bound_of(const LatticeCase& c, const LatticeScheme& scheme) {
  Rational bound = 0;
  for (Index p = 0; p < std::ssize(scheme.beta); ++p) {
    const Index taken = std::ranges::count(c.beta_index, p);
    bound += taken * scheme.beta[p].exact * scheme.beta[p].exact;
  }
  return bound;
}

}  // namespace

LatticeJudgement judge_values(const LatticeCase& c, const Progress& progress) {
  const LatticeScheme scheme = scheme_of(c);
  LatticeTally tally(c, scheme);
  SquaredErrors squares;
  double first_sum = 0;
  const Index rows_together = std::max(blocks_together / c.blocks(), Index{1});
  for (Index first = 0; first < c.rows; first += rows_together) {
    if (progress) progress("judging rows", first, c.rows);
    const Index count = std::min(rows_together, c.rows - first);
    std::vector<ValueFindings> rows(static_cast<std::size_t>(count));
    optimized::team_of(optimized::thread_count(0)).for_each(count, [&](Index k) {
      rows[k] = find(c, scheme, first + k);
    });
    for (Index k = 0; k < count; ++k) {
      for (Index b = 0; b < c.blocks(); ++b) {
        const BlockPlace place{first + k, b};
        tally.add(place, rows[k].targets[b], coded_block(c, place), rows[k].findings[b]);
      }
      squares.add(rows[k].squares);
      for (const double error : rows[k].first_errors) first_sum += error;
    }
  }
  LatticeJudgement result = std::move(tally).conclusion();
  const Rational loss = squares.value();
  const auto values = static_cast<double>(c.rows * c.cols);
  set_loss(result, loss, bound_of(c, scheme));
  result.squared_error = finite(reference::approximate(loss / (c.rows * c.cols)));
  if (c.mode == BetaChoice::first) result.first_squared_error = finite(first_sum / values);
  return result;
}

}  // namespace quantcheck::check
