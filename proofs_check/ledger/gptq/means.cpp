// The nearest plane's loss for uniform targets, which is a third of the bound on average.
#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/topics.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Rational;
using reference::Udu;

// The integral of f from a to b by Simpson's rule, which is exact for polynomials of degree at most 3.
template <class Function>
Rational simpson(const Rational& a, const Rational& b, Function&& f) {
  return (b - a) / 6 * (f(a) + 4 * f(Rational((a + b) / 2)) + f(b));
}

using ToInteger = Rational (*)(const Rational&);

Rational nearest_integer(const Rational& x) { return reference::round_to_integer(x, Rounding::half_even); }
Rational integer_below(const Rational& x) { return reference::floor(x); }

// The integral of (x - choose(x))^2 over [theta, theta + 1], where theta is within [step - 1, step] and
// `choose` goes from 0 to 1 at `step`. Empty where `choose` takes other values in the middle of either part.
std::optional<Rational> mean_square(const Rational& theta, const Rational& step, ToInteger choose) {
  const auto square_from = [](int integer) {
    return [integer](const Rational& x) { return Rational((x - integer) * (x - integer)); };
  };
  const bool as_said = (theta == step || choose((theta + step) / 2) == 0) &&
                       (theta + 1 == step || choose((step + theta + 1) / 2) == 1);
  if (!as_said) return {};
  return simpson(theta, step, square_from(0)) + simpson(step, Rational(theta + 1), square_from(1));
}

// The integral is a polynomial in theta of degree at most 3, so if it has one value at four points, it is
// constant.
Outcome mean_is_a_twelfth(const Rational& step, ToInteger choose) {
  Outcome outcome;
  outcome.standing = Standing::holds;
  for (int k = 0; k <= 3; ++k) {
    const Rational theta = step - Rational(k, 3);
    const std::optional<Rational> mean = mean_square(theta, step, choose);
    ++outcome.cases;
    if (mean == Rational(1, 12)) continue;
    outcome.standing = Standing::refuted;
    outcome.counterexample = "from the offset " + theta.str() + " the mean is " +
                             (mean ? mean->str() : "over other integers") + "\n";
    return outcome;
  }
  outcome.evidence = "the mean is a cubic in the offset; it is 1/12 at four offsets, so at all";
  return outcome;
}

Claim twelfth() {
  return {.id = "mean/twelfth",
          .statement =
              "Over one period of a target, whatever its offset, the squared rounding error has the mean "
              "s^2 / 12, a third of its maximum",
          .source = "arXiv 2507.18553, Appendix D.2",
          .variant = "the same with the fraction cut off instead of rounded",
          .method = Method::proved_for_all,
          .run = [](const Effort&,
                    const Progress&) { return mean_is_a_twelfth(Rational(1, 2), nearest_integer); },
          .run_variant = [](const Effort&, const Progress&) { return mean_is_a_twelfth(1, integer_below); }};
}

// One row on an unbounded grid, with weights that can be moved.
class Row {
 public:
  explicit Row(const Problem& problem)
      : p_(unclipped(problem)), factor_(reference::udu(factored_hessian(p_))) {}

  const Problem& problem() const { return p_; }
  Index in() const { return p_.in(); }
  Rational scale(Index step) const { return p_.grid.scale_at(0, p_.order[step]); }
  Rational& weight(Index step) { return p_.weight(0, p_.order[step]); }

  /// 1/12 sum_j D_j s_j^2
  Rational twelfth() const { return reference::loss_bound(factor_, p_.grid, p_.order, 0) / 3; }
  Rational loss() const { return loss_of(p_, codes(), 0); }

  reference::Codes codes() const { return codes_by_nearest_plane(p_, factor_); }

  /// The dequantized code of a step, in scales.
  Rational whole(Index step, const reference::Codes& codes) const {
    return codes(0, p_.order[step]) - p_.grid.zero_at(0, p_.order[step]);
  }

  /// The value that is rounded at a step.
  Rational target(Index step) const {
    Rational found;
    const auto decide = reference::decide_nearest(p_.grid, p_.rounding);
    reference::nearest_plane(p_.weight, factor_, p_.grid, p_.order,
                             [&](Index row, Index j, const Rational& t) {
                               if (j == p_.order[step]) found = t;
                               return decide(row, j, t);
                             });
    return found;
  }

 private:
  Problem p_;
  Udu<Rational> factor_;
};

// The mean over 0 <= x <= 1 of a polynomial of degree at most 3, from points inside: Milne's open formula.
// Empty where f is.
template <class Function>
std::optional<Rational> mean_inside(Function&& f) {
  std::optional<Rational> mean = Rational(0);
  for (const auto& [quarter, weight] : {std::pair(1, 2), std::pair(2, -1), std::pair(3, 2)}) {
    const std::optional<Rational> value = f(Rational(quarter, 4));
    if (!value) return {};
    *mean += Rational(weight, 3) * *value;
  }
  return mean;
}

// The mean of the loss over those weights of step `step` and of later steps that get these codes; the earlier
// weights are fixed. At each step the weight goes from one tie of its target to the next one, on either side
// of the code. It is checked that the code changes within a thousandth of a scale of either tie; that it does
// not change in between follows, since rounding is monotone. With x for the place between the ties at each
// step, the errors are linear functions of all x, so the loss is a polynomial of degree 2. Empty where the
// code changes elsewhere.
std::optional<Rational> mean_of_cell(Row& row, Index step, const reference::Codes& codes) {
  if (step == row.in()) return row.loss();
  const Rational original = row.weight(step);
  const Rational from_tie = row.target(step) / row.scale(step) - row.whole(step, codes) + Rational(1, 2);
  const auto go_to = [&](const Rational& x) {
    row.weight(step) = original + (x - from_tie) * row.scale(step);
  };
  const auto has_code = [&](const Rational& x) {
    go_to(x);
    return row.whole(step, row.codes()) == row.whole(step, codes);
  };
  const Rational beside(1, 1000);
  std::optional<Rational> mean;
  if (!has_code(-beside) && has_code(beside) && has_code(1 - beside) && !has_code(1 + beside))
    mean = mean_inside([&](const Rational& x) {
      go_to(x);
      return mean_of_cell(row, step + 1, codes);
    });
  row.weight(step) = original;
  return mean;
}

using Expected = Rational (*)(const Row&);

Rational twelfth_of_pivots(const Row& row) { return row.twelfth(); }

// The false variant has H_jj in place of D_j, which gives the mean of plain rounding.
Rational twelfth_of_diagonal(const Row& row) {
  const reference::Matrix<Rational> hessian = factored_hessian(row.problem());
  Rational sum = 0;
  for (Index j = 0; j < row.in(); ++j) sum += hessian(j, j) * row.scale(j) * row.scale(j);
  return sum / 12;
}

CaseCheck cell_mean_is(Expected expected) {
  return [=](const Problem& p, Dice&) {
    Row row(p);
    const std::optional<Rational> mean = mean_of_cell(row, 0, row.codes());
    if (!mean) return refuted("a code changes elsewhere than at the ties of its target", row.problem());
    return *mean == expected(row)
               ? holds()
               : refuted(in_row(0, "the mean", *mean, "1/12 of the sum", expected(row)), row.problem());
  };
}

// The mean loss over all N^n targets that are N-th parts of a period apart, from step `step` on. N is
// `points`.
Rational grid_mean(Row& row, Index points, Index step) {
  if (step == row.in()) return row.loss();
  const Rational start = row.weight(step);
  Rational sum = 0;
  for (Index k = 0; k < points; ++k) {
    row.weight(step) = start + row.scale(step) * Rational(k, points);
    sum += grid_mean(row, points, step + 1);
  }
  row.weight(step) = start;
  return sum / points;
}

CaseCheck grid_mean_is_within(int below, int above) {
  return [=](const Problem& p, Dice& dice) {
    Row row(p);
    const Index points = dice.between(1, 5);
    const Rational mean = grid_mean(row, points, 0);
    const Rational square = points * points;
    const Rational low = row.twelfth() * (1 - below / square);
    const Rational high = row.twelfth() * (1 + above / square);
    if (low <= mean && mean <= high) return holds();
    return refuted("N = " + std::to_string(points) + ": the mean " + shown(mean) + " is not within " +
                       shown(low) + " .. " + shown(high),
                   row.problem());
  };
}

}  // namespace

std::vector<Claim> mean_claims() {
  const Limits tiny{.in = 3, .out = 1};
  return {
      twelfth(),
      sampled({.id = "mean/cell",
               .statement =
                   "Over the cell of all weights that get the same codes, integrated exactly between its "
                   "faces, the nearest plane's loss has the mean 1/12 sum_j D_j s_j^2, a third of the bound",
               .source = "arXiv 2507.18553, Appendix D.2",
               .variant = "H_jj in place of D_j"},
              {tiny, cell_mean_is(twelfth_of_pivots), cell_mean_is(twelfth_of_diagonal)}),
      sampled(
          {.id = "mean/grid",
           .statement = "Over all N^n targets of a grid of N points a period (N <= 5) the mean lies within "
                        "1/12 sum_j D_j s_j^2 times [1 - 1/N^2, 1 + 2/N^2]",
           .source = "this project",
           .variant = "[1 - 1/N^2, 1 + 1/N^2]"},
          {tiny, grid_mean_is_within(1, 2), grid_mean_is_within(1, 1)}),
  };
}

}  // namespace quantcheck::check::ledger
