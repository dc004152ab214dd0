#include <quantcheck/proofs_check/judge/judge.h>

#include <cmath>
#include <sstream>

#include <quantcheck/proofs_check/certified/near_positions.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/exact/orders.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/proofs_check/judge/classify.h>
#include <quantcheck/proofs_check/judge/describe.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

using reference::approximate;
using reference::Matrix;
using reference::Rational;

namespace {

Judgement beyond_budget(const Case& c, std::string reason, std::string advice) {
  Judgement result;
  result.verdict = RunVerdict::undecided;
  result.reason = std::move(reason);
  result.advice = std::move(advice);
  result.undecided = c.layer.out * c.layer.in;
  result.decisions = Matrix<Verdict>::Constant(c.layer.out, c.layer.in, Verdict::undecided);
  return result;
}

Error not_positive_definite(const Case& c, const Hypothesis& hypothesis,
                            const reference::NotPositiveDefinite& error) {
  std::ostringstream message;
  message << c.name << ": the hessian";
  if (hypothesis.damping != 0) message << " with damping " << approximate(hypothesis.damping);
  message << " is not positive definite: the pivot of column " << hypothesis.order[error.index]
          << " (processing step " << error.index << ") is " << error.pivot << (error.zero ? ", exactly" : "")
          << "; it needs damping, or, of an input that was never seen, to be declared dead";
  return Error(message.str());
}

DeclaredFacts facts_of(const Case& c) {
  const Layer& layer = c.layer;
  DeclaredFacts facts{order_kind(c)};
  for (Index j = 0; j < layer.in; ++j) {
    if (!c.declared.dead[j]) continue;
    ++facts.dead;
    facts.dead_not_shown += !layer.hessian.empty() && layer.hessian[j * layer.in + j] != 0;
  }
  return facts;
}

// x rounded to double; nothing where the result is not finite, or subnormal, or 0 for an x that is not.
std::optional<double> in_double(const Real& x) {
  const double rounded = x.convert_to<double>();
  if (std::isfinite(rounded) && (x == 0 || std::isnormal(rounded))) return rounded;
  return std::nullopt;
}

// Sets the loss sum_j D_j v_j^2 and the bound 1/4 sum_j D_j s_j^2, both over all rows, and their ratio. The
// terms are exact and none is negative; they are summed to some 30 digits.
void add_loss_and_bound(const Case& c, const ExactLayer& layer, const reference::Udu<Rational>& factor,
                        const Positions& positions, Judgement& result) {
  Real loss = 0;
  Real bound = 0;
  for (Index k = 0; k < c.layer.in; ++k) {
    Real squares = 0;
    for (Index row = 0; row < c.layer.out; ++row) {
      const auto scale = Real(layer.grid.scale_at(row, layer.order[k]));
      squares += scale * scale;
    }
    const auto pivot = Real(factor.pivot(k));
    loss += pivot * positions.squares[k];
    bound += pivot * squares / 4;
  }
  result.loss = in_double(loss);
  result.bound = in_double(bound);
  result.ratio = in_double(loss / bound);
}

FactoredCase factored_exactly(const Case& c, const Hypothesis& hypothesis, const ExactLayer& layer,
                              const reference::Udu<Rational>& factor) {
  return {c, hypothesis, hypothetical_grid(c, hypothesis), [&factor] { return upper_in_double(factor); },
          [&](Index row, Index step) { return exact_residual(layer, factor, c.codes, row)(step); }};
}

FactoredCase factored_in_double(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor) {
  return {c, hypothesis, hypothetical_grid(c, hypothesis), [&] { return upper_in_double(factor, hypothesis); },
          [&](Index row, Index step) { return refined_residual(c, hypothesis, factor, row, step); }};
}

Judgement judge_in_rationals(const Case& c, const Hypothesis& hypothesis, const Progress& progress,
                             Budget& budget) {
  if (progress) progress("reading the layer exactly", 0, 1);
  const ExactLayer layer = exact_layer(c, hypothesis, budget.work());
  budget.expect(reference::udu_fraction_free_cost(layer.hessian));
  const reference::Udu<Rational> factor =
      exact_factor(layer, hypothesis, budget.work(progress, factoring_stage, c.layer.in));
  const Positions positions = exact_positions(layer, factor, c.codes, progress, budget.work());
  Judgement result =
      classify(factored_exactly(c, hypothesis, layer, factor), positions, progress, budget.work());
  add_loss_and_bound(c, layer, factor, positions, result);
  return result;
}

// The judgement from certified positions; nothing where these leave a decision open, or there is no factor.
std::optional<Judgement> judge_certified(const Case& c, const Hypothesis& hypothesis,
                                         const Progress& progress, Budget& budget) {
  if (hypothesis.block % 8 != 0) return std::nullopt;
  const auto factor = certified_factor(c, hypothesis);
  const auto* certified = std::get_if<CertifiedFactor>(&factor);
  if (certified == nullptr) return std::nullopt;
  const CertifiedSides sides = certified_sides(c, hypothesis, *certified, progress, budget);
  if (!sides.open.empty()) return std::nullopt;
  const Positions positions = near_positions(c, hypothesis, *certified, sides);
  Judgement result =
      classify(factored_in_double(c, hypothesis, *certified), positions, progress, budget.work());
  result.clipped = sides.clipped;
  result.loss = sides.loss.middle();
  result.bound = sides.bound.middle();
  result.ratio = (sides.loss / sides.bound).middle();
  return result;
}

}  // namespace

Judgement judge(const Case& c, const Hypothesis& hypothesis, const Progress& progress, double budget_times) {
  Budget budget(budget_times);
  Judgement result = judge(c, hypothesis, progress, budget);
  result.facts = facts_of(c);
  return result;
}

Judgement judge(const Case& c, const Hypothesis& hypothesis, const Progress& progress, Budget& budget) {
  try {
    if (!getenv("QC_EXACT")) {
      Budget own(1);
      if (const auto result = judge_certified(c, hypothesis, progress, own)) return *result;
      if (getenv("QC_SAY")) fprintf(stderr, "not certified\n");
    }
    if (c.layer.in > max_exact_inputs)
      return beyond_budget(
          c,
          std::to_string(c.layer.in) + " inputs: exact arithmetic reaches " + std::to_string(max_exact_inputs),
          too_many_inputs_advice);
    return judge_in_rationals(c, hypothesis, progress, budget);
  } catch (const BudgetSpent& spent) {
    return beyond_budget(c, spent.what(), spent.advice());
  } catch (const reference::NotPositiveDefinite& error) {
    throw not_positive_definite(c, hypothesis, error);
  }
}

Decision describe_decision(const Case& c, const Hypothesis& hypothesis, Index row, Index step) {
  const auto factor = certified_factor(c, hypothesis);
  if (const auto* certified = std::get_if<CertifiedFactor>(&factor))
    return describe(factored_in_double(c, hypothesis, *certified), row, step);
  const ExactLayer layer = exact_layer(c, hypothesis);
  const reference::Udu<Rational> exact = exact_factor(layer, hypothesis);
  return describe(factored_exactly(c, hypothesis, layer, exact), row, step);
}

}  // namespace quantcheck::check
