#include <quantcheck/proofs_check/judge/judge.h>

#include <cmath>
#include <sstream>

#include <quantcheck/proofs_check/certified/indefinite.h>
#include <quantcheck/proofs_check/certified/near_positions.h>
#include <quantcheck/proofs_check/certified/plain_rounding.h>
#include <quantcheck/proofs_check/certified/precise_figures.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/exact/orders.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/proofs_check/judge/classify.h>
#include <quantcheck/proofs_check/judge/describe.h>
#include <quantcheck/proofs_check/judge/first_step.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

using reference::approximate;
using reference::Matrix;
using reference::Rational;

namespace {

// A proof by a pivot, in words.
std::string proof_by_pivot(const Hypothesis& hypothesis, const reference::NotPositiveDefinite& error) {
  std::ostringstream words;
  words << "the pivot of column " << hypothesis.order[error.index] << " (processing step " << error.index
        << ") is " << error.pivot << (error.zero ? ", exactly" : "");
  return words.str();
}

// Throws Error because the Hessian is not positive definite, as that proof shows. But if a decision is wrong in
// which the Hessian has no part, returns the judgement that says so.
Judgement judge_without_factor(const Case& c, const Hypothesis& hypothesis, const std::string& proof) {
  Judgement first = judge_first_step(c, hypothesis, {}, {});
  if (first.wrong > 0) return first;
  std::ostringstream message;
  message << c.name << ": the hessian";
  if (hypothesis.damping != 0) message << " with damping " << approximate(hypothesis.damping);
  message << " is not positive definite: " << proof
          << "; it needs damping, or, of an input that was never seen, to be declared dead";
  throw Error(message.str());
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

// The interval where its ends are doubles that are not subnormal, or 0.
std::optional<Interval> in_double(const Interval& x) {
  const auto fits = [](double end) { return std::isnormal(end) || end == 0; };
  return fits(x.low) && fits(x.high) ? std::optional(x) : std::nullopt;
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
  result.loss = as_point(in_double(loss));
  result.bound = as_point(in_double(bound));
  result.ratio = as_point(in_double(loss / bound));
}

FactoredCase factored_exactly(const Case& c, const Hypothesis& hypothesis, const ExactLayer& layer,
                              const reference::Udu<Rational>& factor, const Positions& positions) {
  return {c,
          hypothesis,
          hypothetical_grid(c, hypothesis),
          [&factor] { return upper_in_double(factor); },
          [&](Index row, Index step) { return exact_residual(layer, factor, c.codes, row)(step); },
          [&positions](std::span<const Index> rows) { return positions_of(positions, rows); }};
}

FactoredCase factored_in_double(const CertifiedCase& certified, const CertifiedSides& sides) {
  return {
      certified.c,
      certified.hypothesis,
      hypothetical_grid(certified.c, certified.hypothesis),
      [certified] { return upper_in_double(certified); },
      [certified](Index row, Index step) { return refined_residual(certified, row, step); },
      [certified, &sides](std::span<const Index> rows) { return near_positions(certified, sides, rows); }};
}

Judgement judge_in_rationals(const Case& c, const Hypothesis& hypothesis, const Progress& progress,
                             Budget& budget) {
  if (progress) progress("reading the layer exactly", 0, 1);
  const ExactLayer layer = exact_layer(c, hypothesis, budget.work());
  budget.expect(reference::udu_fraction_free_cost(layer.hessian));
  const reference::Udu<Rational> factor =
      exact_factor(layer, hypothesis, budget.work(progress, factoring_stage, c.layer.in));
  const Positions positions = exact_positions(layer, factor, c.codes, progress, budget.work());
  Judgement result = classify(factored_exactly(c, hypothesis, layer, factor, positions), sides_of(positions),
                              progress, budget.work());
  add_loss_and_bound(c, layer, factor, positions, result);
  return result;
}

// A judgement by certified positions, or why there is none.
struct Certified {
  std::optional<Judgement> judgement;
  std::string reason;
  std::string advice;
  Index bad_step = -1;  // where the factorization stopped
};

constexpr const char* range_reason = "the entries of the hessian lie too far apart for arithmetic in double";
constexpr const char* condition_reason = "the hessian is so ill-conditioned that double does not resolve it";
constexpr const char* condition_advice = "give the damping that was used, if it is not in the hessian";

// The figures of the certified case, to so many digits as are asked for, if they can be had.
void add_figures(const CertifiedCase& certified, const CertifiedSides& sides, int digits,
                 const Progress& progress, Judgement& result) {
  const auto& [c, hypothesis, factor] = certified;
  Interval loss = sides.loss;
  Interval bound = sides.bound;
  if (digits > certain_digits(loss, digits)) loss = precise_loss(c, hypothesis, *factor, progress);
  if (digits > certain_digits(bound, digits)) bound = precise_bound(c, hypothesis, *factor, progress);
  result.loss = in_double(loss);
  result.bound = in_double(bound);
  result.ratio = in_double(loss / bound);
}

Certified judge_certified(const Case& c, const Hypothesis& hypothesis, const Progress& progress,
                          const JudgeOptions& options, bool whole) {
  Budget budget(c.layer, options.budget_times);
  if (hypothesis.block == plain_rounding_block) {
    const CertifiedSides sides = certified_plain_sides(c, hypothesis, progress);
    return {classify(factored_in_double({c, hypothesis}, sides), sides, progress, budget.work()), {}, {}, -1};
  }
  if (progress) progress(factoring_stage, 0, 1);
  const auto factor = certified_factor(c, hypothesis);
  if (const auto* unfactored = std::get_if<Unfactored>(&factor))
    return {std::nullopt, unfactored->obstacle == Obstacle::entries ? range_reason : condition_reason,
            condition_advice, unfactored->step};
  const CertifiedCase certified{c, hypothesis, &std::get<CertifiedFactor>(factor)};
  const CertifiedSides sides = certified_sides(c, hypothesis, *certified.factor, progress, budget);
  const bool rationals = c.layer.in <= max_exact_inputs;
  if (!sides.open.empty() && rationals) return {};
  Judgement result = classify(factored_in_double(certified, sides), sides, progress, budget.work());
  if (whole) {
    add_figures(certified, sides, options.digits, progress, result);
    result.plain_rounding = plain_rounding(c, hypothesis, *certified.factor);
  }
  return {result, {}, {}, -1};
}

// Whether error is carried over so many columns as the certified judge can tell.
bool can_be_certified(const Hypothesis& hypothesis) {
  return hypothesis.block == plain_rounding_block || hypothesis.block % 8 == 0;
}

Judgement judge_by(const Case& c, const Hypothesis& hypothesis, const Progress& progress, Budget& budget,
                   const JudgeOptions& options, bool whole) {
  Certified certified;
  if (options.exact && c.layer.in > max_exact_inputs)
    certified.reason =
        std::to_string(c.layer.in) + " inputs: rationals reach " + std::to_string(max_exact_inputs);
  if (!options.exact && can_be_certified(hypothesis)) {
    certified = judge_certified(c, hypothesis, progress, options, whole);
    if (certified.judgement) return *certified.judgement;
  }
  try {
    if (c.layer.in <= max_exact_inputs) return judge_in_rationals(c, hypothesis, progress, budget);
  } catch (const BudgetSpent& spent) {
    certified.reason = spent.what();
    certified.advice = spent.advice();
  } catch (const reference::NotPositiveDefinite& error) {
    return judge_without_factor(c, hypothesis, proof_by_pivot(hypothesis, error));
  }
  if (!options.exact)
    if (const auto proof = proof_of_indefinite(c, hypothesis, certified.bad_step, {}))
      return judge_without_factor(c, hypothesis, *proof);
  return judge_first_step(c, hypothesis, certified.reason, certified.advice);
}

}  // namespace

Judgement judge(const Case& c, const Hypothesis& hypothesis, const Progress& progress,
                const JudgeOptions& options) {
  Budget budget(options.budget_times);
  Judgement result = judge_by(c, hypothesis, progress, budget, options, true);
  result.facts = facts_of(c);
  return result;
}

Judgement judge(const Case& c, const Hypothesis& hypothesis, const Progress& progress, Budget& budget) {
  return judge_by(c, hypothesis, progress, budget, {}, false);
}

Decision describe_decision(const Case& c, const Hypothesis& hypothesis, Index row, Index step) {
  const auto factor = certified_factor(c, hypothesis);
  if (const auto* certified = std::get_if<CertifiedFactor>(&factor))
    return describe(factored_in_double({c, hypothesis, certified}, {}), row, step);
  const ExactLayer layer = exact_layer(c, hypothesis);
  const reference::Udu<Rational> exact = exact_factor(layer, hypothesis);
  return describe(factored_exactly(c, hypothesis, layer, exact, {}), row, step);
}

}  // namespace quantcheck::check
