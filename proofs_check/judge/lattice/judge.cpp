#include <quantcheck/proofs_check/judge/lattice/judge.h>

#include <algorithm>
#include <limits>
#include <utility>

#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/lattice/admissible.h>
#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/lattice/block.h>
#include <quantcheck/proofs_check/judge/lattice/loss.h>
#include <quantcheck/proofs_check/judge/lattice/tally.h>
#include <quantcheck/proofs_check/replay/ldlq_movement.h>
#include <quantcheck/proofs_check/replay/movement.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

Block<double> scaled(const E8Point& point, const Beta& beta) {
  Block<double> values;
  for (std::size_t i = 0; i < 8; ++i) values[i] = beta.rounded * static_cast<double>(point.twice[i]) / 2;
  return values;
}

BlockFault fault_of(const LatticeScheme& scheme, const BlockTarget& x, const CodedBlock& block,
                    const BlockFinding& finding) {
  BlockFault fault;
  fault.finding = finding;
  fault.target = x.rounded;
  fault.coded = {block.code, block.beta_index};
  if (finding.stands_for) fault.point = scaled(*finding.stands_for, scheme.beta[block.beta_index]);
  ScaledCodes<Rational> codes{scheme.q, {}};
  for (const Beta& beta : scheme.beta) codes.beta.push_back(beta.exact);
  try {
    const auto expected = reference::encode_block(x.exact, codes, scheme.mode);
    fault.expected = {expected.code, expected.beta_index};
    fault.expected_point =
        scaled(reference::voronoi_point(expected.code, scheme.q), scheme.beta[expected.beta_index]);
  } catch (const Error&) {  // the target is out of the range of the reference
  }
  return fault;
}

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
    const Block<double> values = scaled(decoded, beta);
    for (Index i = 0; i < columns; ++i) sum += (x.rounded[i] - values[i]) * (x.rounded[i] - values[i]);
    if (decoded == nearest) break;
  }
  return sum;
}

constexpr const char* guess_reason =
    "without decoded values it is unknown which of several points of the same norm "
    "an earlier block of the row stands for";

// Makes undecided what is wrong: an error that rests on a guess is none.
void doubt(BlockFinding& finding) {
  for (Verdict* part : {&finding.code, &finding.decoded, &finding.beta})
    if (*part == Verdict::wrong) *part = Verdict::undecided;
  finding.reason = guess_reason;
}

LatticeJudgement beyond_budget(const LatticeCase& c, std::string reason, std::string advice) {
  LatticeJudgement result;
  result.reason = std::move(reason);
  result.advice = std::move(advice);
  result.undecided = c.rows * c.blocks();
  result.blocks.assign(result.undecided, Verdict::undecided);
  return result;
}

/// The sums over all lattice blocks of a case.
class Tally {
 public:
  Tally(const LatticeCase& c, const LatticeScheme& scheme, const std::vector<Rational>& cell_loss,
        const reference::Work& work)
      : c_(c), scheme_(scheme), loss_(c, scheme, cell_loss, work) {}

  void add(const BlockPlace& place, const BlockTarget& x, const CodedBlock& block,
           const BlockFinding& finding) {
    const bool first = c_.mode == BetaChoice::first;
    add_block(result_, place, finding);
    unresolved_ = unresolved_ || finding.unresolved;
    if (first && finding.overloads() && block.beta_index + 1 < std::ssize(c_.beta))
      result_.passed.push_back(place);
    loss_.add(place, block, finding);
    if (first && c_.hessian.empty()) first_sum_ += squared_error_of_first(scheme_, x, block.columns);
    if (finding.verdict() != Verdict::wrong) return;
    if (std::exchange(last_wrong_row_, place.row) != place.row) ++result_.wrong_rows;
    const Index step = c_.step_of(place.block);
    // Without a Hessian blocks are independent of each other, and the first wrong one is the first that is
    // added. For LDLQ it is one of the smallest processing step.
    if (result_.first_wrong && (c_.hessian.empty() || result_.first_wrong->step <= step)) return;
    result_.first_wrong = fault_of(scheme_, x, block, finding);
    result_.first_wrong->place = place;
    result_.first_wrong->step = step;
  }

  void end_row() { loss_.end_row(); }

  LatticeJudgement conclusion() && {
    loss_.conclude(result_);
    if (c_.mode == BetaChoice::first && c_.hessian.empty())
      result_.first_squared_error = finite(first_sum_ / static_cast<double>(c_.rows * c_.cols));
    conclude(result_, unresolved_);
    return std::move(result_);
  }

 private:
  const LatticeCase& c_;
  const LatticeScheme& scheme_;
  LatticeJudgement result_;
  Index last_wrong_row_ = -1;
  bool unresolved_ = false;
  LossTally loss_;
  double first_sum_ = 0;
};

// `moved` is rows x blocks: how far rounding moved the targets, as in judge_beta. `cell_loss` is that of
// LossTally.
LatticeJudgement judge_blocks(const LatticeCase& c, const LatticeScheme& scheme,
                              const RowTargets& row_targets, const std::vector<Rational>& cell_loss,
                              const reference::Matrix<double>& moved, const Progress& progress,
                              const reference::Work& work) {
  Tally tally(c, scheme, cell_loss, work);
  for (Index row = 0; row < c.rows; ++row) {
    if (progress) progress("judging rows", row, c.rows);
    const std::vector<BlockTarget> targets = row_targets(row);
    const Index guess = c.hessian.empty() ? c.blocks() : first_guess(c, row);
    for (Index b = 0; b < c.blocks(); ++b) {
      const CodedBlock block = coded_block(c, {row, b});
      BlockFinding finding = judge_block(scheme, targets[b], block, moved(row, b));
      if (finding.verdict() == Verdict::wrong && c.step_of(b) > guess) doubt(finding);
      tally.add({row, b}, targets[b], block, finding);
    }
    tally.end_row();
  }
  return std::move(tally).conclusion();
}

LatticeJudgement judge_ldlq(const LatticeCase& c, const LatticeScheme& scheme, const Progress& progress,
                            Budget& budget) {
  budget.expect(ldlq_factor_cost(c));
  const auto factor =
      std::make_shared<const LdlqFactor>(ldlq_factor(c, budget.work(progress, factoring_stage, c.cols)));
  const RowTargets targets = ldlq_targets(c, factor, budget.work());
  const std::vector<Rational> cell_loss = cell_losses(c, *factor);
  const auto judged = [&](const reference::Matrix<double>& moved) {
    return judge_blocks(c, scheme, targets, cell_loss, moved, progress, budget.work());
  };
  LatticeJudgement result = judged(reference::Matrix<double>::Zero(c.rows, c.blocks()));
  const bool settled = result.wrong + result.undecided == 0;
  if (settled || scheme.arithmetic == Arithmetic::exact) return result;
  // There are at most 32 replays, half of which factor twice: into scalars and then into lattice blocks.
  budget.spend(replay_operations(64, c.rows, c.cols, scheme.arithmetic));
  if (progress) progress("replaying in the declared arithmetic", 0, 1);
  return judged(ldlq_movement(c, scheme.arithmetic, targets));
}

}  // namespace

LatticeJudgement judge(const LatticeCase& c, const Progress& progress, double budget_times) {
  Budget budget(budget_times);
  return judge(c, progress, budget);
}

LatticeJudgement judge(const LatticeCase& c, const Progress& progress, Budget& budget) {
  const LatticeScheme scheme = scheme_of(c);
  if (c.hessian.empty())
    return judge_blocks(c, scheme, value_targets(c), std::vector<Rational>(c.blocks(), 1),
                        reference::Matrix<double>::Zero(c.rows, c.blocks()), progress, {});
  if (c.cols > max_exact_inputs)
    return beyond_budget(
        c, std::to_string(c.cols) + " inputs: exact arithmetic reaches " + std::to_string(max_exact_inputs),
        too_many_inputs_advice);
  try {
    return judge_ldlq(c, scheme, progress, budget);
  } catch (const BudgetSpent& spent) {
    return beyond_budget(c, spent.what(), spent.advice());
  }
}

}  // namespace quantcheck::check
