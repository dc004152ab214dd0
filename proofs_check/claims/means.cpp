// For a uniform target the nearest plane loses a third of the bound on average.
#include <array>

#include <quantcheck/proofs_check/claims/layer_codes.h>
#include <quantcheck/proofs_check/claims/sampled.h>
#include <quantcheck/proofs_check/claims/topics.h>
#include <quantcheck/reference/criteria/loss.h>

namespace quantcheck::check {
namespace {

using reference::Codes;
using reference::Rational;
using reference::Udu;
using reference::Vector;

// Simpson's rule, exact for polynomials of degree at most 3.
template <class Function>
Rational simpson(const Rational& a, const Rational& b, Function&& f) {
  return (b - a) / 6 * (f(a) + 4 * f(Rational((a + b) / 2)) + f(b));
}

// The integral of (x - the integer chosen for x)^2 over [theta, theta + 1], where the integer chosen changes
// from 0 to 1 at `step`, theta within [step - 1, step].
Rational mean_square(const Rational& theta, const Rational& step) {
  const auto square_from = [](int integer) {
    return [integer](const Rational& x) { return Rational((x - integer) * (x - integer)); };
  };
  return simpson(theta, step, square_from(0)) + simpson(step, Rational(theta + 1), square_from(1));
}

// The integral is a polynomial in theta of degree at most 3, so that four points make it constant. Rounding
// to nearest changes at 1/2; cutting off the fraction changes at 1, and is wrong.
Outcome mean_is_a_twelfth(const Rational& step) {
  Outcome outcome;
  outcome.standing = Standing::holds;
  for (int k = 0; k <= 3; ++k) {
    const Rational theta = step - Rational(k, 3);
    const Rational mean = mean_square(theta, step);
    ++outcome.cases;
    if (mean == Rational(1, 12)) continue;
    outcome.standing = Standing::refuted;
    outcome.counterexample = "from the offset " + theta.str() + " the mean is " + mean.str() + "\n";
    return outcome;
  }
  outcome.evidence = "a cubic in the offset that is 1/12 at four offsets is 1/12 at all";
  return outcome;
}

Claim twelfth() {
  Claim claim;
  claim.id = "mean/twelfth";
  claim.statement =
      "Over one period of a target, whatever its offset, the squared rounding error has mean s^2 / 12; so a "
      "uniform target loses 1/12 sum_j D_j s_j^2 on average, a third of the bound";
  claim.source = "arXiv 2507.18553, Appendix D.2";
  claim.method = Method::proved_for_all;
  claim.variant = "the same with the fraction cut off instead of rounded";
  claim.run = [](const Effort&, const Progress&) { return mean_is_a_twelfth(Rational(1, 2)); };
  claim.run_variant = [](const Effort&, const Progress&) { return mean_is_a_twelfth(1); };
  return claim;
}

// The first row on an unbounded grid.
class Row {
 public:
  explicit Row(const Problem& problem)
      : p_(unclipped(problem)), factor_(reference::udu(factored_hessian(p_))) {}

  Index in() const { return p_.in(); }
  Rational scale(Index step) const { return p_.grid.scale_at(0, p_.order[step]); }
  Rational& weight(Index step) { return p_.weight(0, p_.order[step]); }
  const Udu<Rational>& factor() const { return factor_; }

  Rational twelfth() const { return reference::loss_bound(factor_, p_.grid, p_.order, 0) / 3; }

  Rational loss() const {
    const Codes codes = codes_by_nearest_plane(first_row(), factor_);
    return reference::loss_from_residual(
        reference::residual(reference::error_of(p_.weight, codes, p_.grid, p_.order, 0), factor_), factor_);
  }

  /// What is rounded at a step.
  Rational target(Index step) const {
    Rational found;
    const Problem p = first_row();
    const auto decide = reference::decide_nearest(p.grid, p.rounding);
    reference::nearest_plane(p.weight, factor_, p.grid, p.order, [&](Index row, Index j, const Rational& t) {
      if (j == p.order[step]) found = t;
      return decide(row, j, t);
    });
    return found;
  }

 private:
  Problem first_row() const {
    Problem p = p_;
    p.weight = reference::Matrix<Rational>(p_.weight.topRows(1));
    return p;
  }

  Problem p_;
  Udu<Rational> factor_;
};

// The mean of the loss over one period of the weights of step `step` and after. Where the code changes, the
// residual goes from one end of its box to the other, so that its square is continuous; on either side the
// mean over the later weights is a polynomial of degree 2.
Rational mean_from(Row& row, Index step) {
  if (step == row.in()) return row.loss();
  const Rational start = row.weight(step);
  const Rational scale = row.scale(step);
  const Rational position = row.target(step) / scale;
  const Rational half(1, 2);
  const Rational next_tie = reference::floor(Rational(position + half)) + half;
  const Rational tie = start + (next_tie - position) * scale;
  const auto mean_at = [&](const Rational& weight) {
    row.weight(step) = weight;
    return mean_from(row, step + 1);
  };
  const Rational integral = simpson(start, tie, mean_at) + simpson(tie, Rational(start + scale), mean_at);
  row.weight(step) = start;
  return integral / scale;
}

CaseResult cell_mean(const Problem& p, Dice&) {
  Row row(p);
  const Rational mean = mean_from(row, 0);
  const Rational expected = row.twelfth();
  return mean == expected ? holds() : refuted("the mean is " + mean.str() + ", not " + expected.str());
}

// Wrong: H_jj for D_j, which is the mean of plain rounding.
CaseResult cell_mean_of_diagonal(const Problem& p, Dice&) {
  Row row(p);
  const Rational mean = mean_from(row, 0);
  const reference::Matrix<Rational> hessian = factored_hessian(p);
  Rational expected = 0;
  for (Index j = 0; j < row.in(); ++j) expected += hessian(j, j) * row.scale(j) * row.scale(j) / 12;
  return mean == expected ? holds() : refuted("the mean is " + mean.str() + ", not " + expected.str());
}

// Over all N^n targets that are N-th parts of a period apart.
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

// 2 above; less is wrong.
CaseCheck grid_mean_within(int above) {
  return [=](const Problem& p, Dice& dice) {
    Row row(p);
    const Index points = dice.between(1, 5);
    const Rational mean = grid_mean(row, points, 0);
    const Rational square = points * points;
    const Rational low = row.twelfth() * (1 - 1 / square);
    const Rational high = row.twelfth() * (1 + above / square);
    if (low <= mean && mean <= high) return holds();
    return refuted("N = " + std::to_string(points) + ": the mean " + mean.str() + " is not within " +
                   low.str() + " .. " + high.str());
  };
}

}  // namespace

std::vector<Claim> mean_claims() {
  const Limits tiny{.in = 3, .out = 1};
  return {
      twelfth(),
      sampled(
          {.id = "mean/cell",
           .statement = "The nearest plane's loss, integrated exactly over a whole cell of targets (n <= 3), "
                        "has mean 1/12 sum_j D_j s_j^2",
           .source = "arXiv 2507.18553, Appendix D.2",
           .variant = "H_jj in place of D_j"},
          {tiny, cell_mean, cell_mean_of_diagonal}),
      sampled(
          {.id = "mean/grid",
           .statement = "Over all N^n targets of an N-point grid the mean lies within 1/12 sum_j D_j s_j^2 "
                        "times [1 - 1/N^2, 1 + 2/N^2] (n <= 3, N <= 5)",
           .source = "docs/claims.md",
           .variant = "[1 - 1/N^2, 1 + 1/N^2]"},
          {tiny, grid_mean_within(2), grid_mean_within(1)}),
  };
}

}  // namespace quantcheck::check
