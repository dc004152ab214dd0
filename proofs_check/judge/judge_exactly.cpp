#include <quantcheck/proofs_check/judge/judge_exactly.h>

#include <cmath>

#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/proofs_check/judge/describe.h>
#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

// x rounded to double; nothing where the result is not finite, or subnormal, or 0 for an x that is not.
std::optional<double> in_double(const Real& x) {
  const double rounded = x.convert_to<double>();
  if (std::isfinite(rounded) && (x == 0 || std::isnormal(rounded))) return rounded;
  return std::nullopt;
}

// Sets the loss sum_j D_j v_j^2 and the bound 1/4 sum_j D_j (s_j g_j)^2, both over all rows, and their ratio.
// The terms are exact and none is negative; they are summed to some 30 digits. g_j is the larger gap beside
// the code, 1 for integers. Where the grid has a single value, there is no bound.
void add_loss_and_bound(const Case& c, const ExactLayer& layer, const reference::Udu<Rational>& factor,
                        const Positions& positions, Judgement& result) {
  std::vector<std::optional<Real>> gaps;  // by code of the table
  for (Code code = 0; code < std::ssize(layer.grid.levels); ++code) {
    const std::optional<Rational> gap = reference::larger_gap(reference::gaps(layer.grid, code));
    gaps.push_back(gap ? std::optional(Real(*gap)) : std::nullopt);
  }
  const bool bounded = gaps.empty() || gaps.front().has_value();
  Real loss = 0;
  Real bound = 0;
  for (Index k = 0; k < c.layer.in; ++k) {
    Real squares = 0;
    for (Index row = 0; row < c.layer.out; ++row) {
      auto gap = Real(layer.grid.scale_at(row, layer.order[k]));
      if (bounded && !gaps.empty()) gap *= *gaps[c.codes(row, layer.order[k])];
      squares += gap * gap;
    }
    const auto pivot = Real(factor.pivot(k));
    loss += pivot * positions.squares[k];
    bound += pivot * squares / 4;
  }
  result.loss = as_point(in_double(loss));
  if (!bounded) return;
  result.bound = as_point(in_double(bound));
  result.ratio = as_point(in_double(loss / bound));
}

FactoredCase factored_exactly(const Case& c, const Hypothesis& hypothesis, const ExactLayer& layer,
                              const reference::Udu<Rational>& factor, const reference::Codes& codes,
                              const Positions& positions) {
  return {c,
          hypothesis,
          hypothetical_grid(c, hypothesis),
          GridCells(hypothetical_grid(c, hypothesis)),
          [&factor] { return upper_in_double(factor); },
          [&](Index row, Index step) { return exact_residual(layer, factor, codes, row)(step); },
          [&positions](std::span<const Index> rows) { return positions_of(positions, rows); }};
}

}  // namespace

Judgement judge_exactly(const Case& c, const Hypothesis& hypothesis, const Progress& progress, Budget& budget,
                        Asked asked) {
  if (progress) progress("reading the layer exactly", 0, 1);
  const ExactLayer layer = exact_layer(c, hypothesis, budget.work());
  budget.expect(reference::udu_fraction_free_cost(layer.hessian));
  const reference::Udu<Rational> factor =
      exact_factor(layer, hypothesis, budget.work(progress, factoring_stage, c.layer.in));
  const reference::Codes codes = c.codes.matrix();
  const Positions positions = exact_positions(layer, factor, codes, progress, budget.work());
  Judgement result = classify(factored_exactly(c, hypothesis, layer, factor, codes, positions),
                              sides_of(positions), progress, budget.work(), asked);
  add_loss_and_bound(c, layer, factor, positions, result);
  return result;
}

Decision describe_exactly(const Case& c, const Hypothesis& hypothesis, Index row, Index step) {
  const ExactLayer layer = exact_layer(c, hypothesis);
  const reference::Udu<Rational> factor = exact_factor(layer, hypothesis);
  return describe(factored_exactly(c, hypothesis, layer, factor, c.codes.matrix(), {}), row, step);
}

}  // namespace quantcheck::check
