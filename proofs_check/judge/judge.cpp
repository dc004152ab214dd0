#include <quantcheck/proofs_check/judge/judge.h>

#include <cmath>
#include <sstream>

#include <quantcheck/proofs_check/certified/indefinite.h>
#include <quantcheck/proofs_check/certified/near_positions.h>
#include <quantcheck/proofs_check/certified/plain_rounding.h>
#include <quantcheck/proofs_check/certified/precise_figures.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/orders.h>
#include <quantcheck/proofs_check/judge/classify.h>
#include <quantcheck/proofs_check/judge/describe.h>
#include <quantcheck/proofs_check/judge/first_step.h>
#include <quantcheck/proofs_check/judge/general_inverse.h>
#include <quantcheck/proofs_check/judge/judge_exactly.h>
#include <quantcheck/proofs_check/judge/unfactored_words.h>
#include <quantcheck/proofs_check/judge/verdict_memory.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/proofs_check/text/stoppable.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>

namespace quantcheck::check {

using reference::approximate;

namespace {

constexpr const char* indefinite_advice =
    "give the damping that was used; an input that was never seen has to be declared dead";

// The format that the scales are stored in, where another one was recognised in them.
std::optional<FloatFormat> stored_if_recognised(const Case& c) {
  for (const RecognisedFormat& found : c.recognised)
    if (found.tensor == "scale") return found.stored;
  return std::nullopt;
}

// A proof by a pivot, in words.
std::string proof_by_pivot(const Hypothesis& hypothesis, const reference::NotPositiveDefinite& error) {
  std::ostringstream words;
  words << "the pivot of column " << hypothesis.order[error.index] << " (processing step " << error.index
        << ") is " << error.pivot << (error.zero ? ", exactly" : "");
  return words.str();
}

// The judgement where the Hessian is not positive definite, as that proof shows.
Judgement judge_without_factor(const Case& c, const Hypothesis& hypothesis, const std::string& proof) {
  std::ostringstream reason;
  reason << "the hessian";
  if (hypothesis.damping != 0) reason << " with damping " << approximate(hypothesis.damping);
  reason << " is not positive definite: " << proof;
  return judge_first_step(c, hypothesis, reason.str(), indefinite_advice);
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

FactoredCase factored_in_double(const CertifiedCase& certified, const CertifiedSides& sides) {
  return {
      certified.c,
      certified.hypothesis,
      hypothetical_grid(certified.c, certified.hypothesis),
      GridCells(hypothetical_grid(certified.c, certified.hypothesis)),
      [certified] { return upper_in_double(certified); },
      [certified](Index row, Index step) { return refined_residual(certified, row, step); },
      [certified, &sides](std::span<const Index> rows) { return near_positions(certified, sides, rows); }};
}

// A judgement by certified positions, or why there is none.
struct Certified {
  std::optional<Judgement> judgement;
  bool complete = false;  // whether every decision has a side, and the sums are known
  std::string reason = {};
  std::string advice = {};
  Index bad_step = -1;   // where the factorization stopped
  bool refused = false;  // for want of memory, so that nothing else is tried
};

constexpr const char* no_hessian_reason =
    "there is neither a hessian nor activations, "
    "without which only the first decision of each row can be told";
constexpr const char* no_hessian_advice =
    "add the hessian, or the activations it was made of, as the quantizer had it";
constexpr const char* double_factor_stage = "factoring the hessian";

std::string in_words(double bytes) {
  const double mebibytes = bytes / 0x1p20;
  return mebibytes < 1024 ? format("%.1f MiB", mebibytes) : format("%.1f GiB", mebibytes / 1024);
}

// What is refused because it needs more memory than there is.
Certified without_memory(double needed, double there_is) {
  return {std::nullopt,
          false,
          "it takes " + in_words(needed) + " of memory beside the case (" + format("%.0f", needed) +
              " bytes), and there are " + in_words(there_is),
          "give it more memory",
          -1,
          true};
}

// The figures of the certified case, to so many digits as are asked for, if they can be had.
void add_figures(const CertifiedCase& certified, const CertifiedSides& sides, int digits,
                 const Progress& progress, Judgement& result) {
  const auto& [c, hypothesis, factor] = certified;
  Interval loss = sides.loss;
  Interval bound = sides.bound;
  const auto is_wide = [digits](const Interval& x) {
    return x.high - x.low > std::pow(10.0, -digits) * x.high;
  };
  if (hypothesis.block == 0 && is_wide(loss)) loss = precise_loss(c, hypothesis, *factor, progress);
  result.loss = if_normal(loss);
  if (GridCells(c.grid).is_single()) return;
  if (is_wide(bound)) bound = precise_bound(c, hypothesis, *factor, progress);
  result.bound = if_normal(bound);
  result.ratio = if_normal(loss / bound);
}

Certified judge_certified(const Case& c, const Hypothesis& hypothesis, const Progress& progress,
                          const JudgeOptions& options, Asked asked) {
  Budget budget(c.layer, options.budget_times);
  if (hypothesis.block == plain_rounding_block) {
    const CertifiedSides sides = certified_plain_sides(c, hypothesis, progress);
    return {classify(factored_in_double({c, hypothesis}, sides), sides, progress, budget.work(), asked),
            true};
  }
  if (progress) progress(double_factor_stage, 0, 1);
  const auto factor = certified_factor(c, hypothesis, options.memory);
  if (const auto* unfactored = std::get_if<Unfactored>(&factor)) {
    if (unfactored->obstacle == Obstacle::memory)
      return without_memory(pair_factor_memory(c.layer), options.memory);
    return {std::nullopt, false, reason_of(*unfactored), unfactored_advice, unfactored->step};
  }
  const CertifiedCase certified{c, hypothesis, &std::get<CertifiedFactor>(factor)};
  const CertifiedSides sides = certified_sides(c, hypothesis, *certified.factor, progress, budget);
  const bool sums_known =
      std::isfinite(sides.loss.high) && (std::isfinite(sides.bound.high) || GridCells(c.grid).is_single());
  Judgement result = classify(factored_in_double(certified, sides), sides, progress, budget.work(), asked);
  if (asked == Asked::everything) {
    if (sums_known) add_figures(certified, sides, options.digits, progress, result);
    result.plain_rounding = plain_rounding(c, hypothesis, *certified.factor, progress);
  }
  return {result, sums_known && sides.open.empty()};
}

// Whether error is carried over so many columns as the certified judge can tell.
bool can_be_certified(const Hypothesis& hypothesis) {
  return hypothesis.block == plain_rounding_block || hypothesis.block % 8 == 0;
}

Judgement judge_by(const Case& c, const Hypothesis& hypothesis, const Progress& progress, Budget& budget,
                   const JudgeOptions& options, Asked asked) {
  if (!c.layer.has_hessian() && hypothesis.block != plain_rounding_block)
    return judge_first_step(c, hypothesis, no_hessian_reason, no_hessian_advice);
  Certified certified;
  if (options.exact && c.layer.in > max_exact_inputs)
    certified.reason =
        std::to_string(c.layer.in) + " inputs: rationals reach " + std::to_string(max_exact_inputs);
  const double needed = verdict_memory(c, hypothesis);
  if (!(needed <= options.memory)) {
    certified = without_memory(needed, options.memory);
  } else if (!options.exact && can_be_certified(hypothesis)) {
    try {
      certified = judge_certified(c, hypothesis, progress, options, asked);
    } catch (const BudgetSpent& spent) {
      certified = {std::nullopt, false, spent.what(), spent.advice()};
    }
    if (certified.judgement && (certified.complete || c.layer.in > max_exact_inputs))
      return *certified.judgement;
  }
  if (certified.refused) return judge_first_step(c, hypothesis, certified.reason, certified.advice);
  try {
    if (c.layer.in <= max_exact_inputs) return judge_exactly(c, hypothesis, progress, budget, asked);
  } catch (const BudgetSpent& spent) {
    if (certified.judgement) return *certified.judgement;
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
  const optimized::StopScope scope(options.stop);
  Budget budget(options.budget_times);
  const Progress tell = stoppable(progress);
  Judgement result = judge_by(c, hypothesis, tell, budget, options, Asked::everything);
  if (const auto stored = stored_if_recognised(c);
      stored && result.verdict == RunVerdict::degraded && result.explained_by_stored_scale > 0) {
    // Codes that fit rounded scales with too little evidence are not excused by what was only recognised.
    Case as_stored = c;
    as_stored.scale_format = *stored;
    Judgement strict = judge_by(as_stored, hypothesis, tell, budget, options, Asked::everything);
    strict.scales_as_stored = true;
    if (strict.verdict == RunVerdict::fails) result = std::move(strict);
  }
  result.facts = facts_of(c);
  return result;
}

bool conforms(const Case& c, const Hypothesis& hypothesis, const Progress& progress, Budget& budget) {
  return judge_by(c, hypothesis, progress, budget, {}, Asked::conformity).verdict == RunVerdict::conforms;
}

bool general_inverse_reaches(const Case& c, const Hypothesis& hypothesis, const Judgement& judgement) {
  if (judgement.general_inverse || judgement.wrong == 0) return judgement.general_inverse.value_or(false);
  const bool first_step_is_wrong = judgement.first_wrong && judgement.first_wrong->step == 0;
  if (first_step_is_wrong || assumed_arithmetic(c) == Arithmetic::exact ||
      hypothesis.block == plain_rounding_block)
    return false;
  const auto factor = certified_factor(c, hypothesis);
  const auto* certified = std::get_if<CertifiedFactor>(&factor);
  if (certified == nullptr) return false;
  CertifiedSides sides;
  sides.steps = c.layer.in;
  sides.ties.assign(static_cast<std::size_t>(c.layer.out * c.layer.in), false);
  return general_inverse_reaches(factored_in_double({c, hypothesis, certified}, sides), judgement);
}

Decision describe_decision(const Case& c, const Hypothesis& hypothesis, Index row, Index step) {
  const CertifiedSides unused;
  if (step == 0 || hypothesis.block == plain_rounding_block) {
    Hypothesis plain = hypothesis;  // in which the target is the weight, as it is at the first step
    plain.block = plain_rounding_block;
    return describe(factored_in_double({c, plain}, unused), row, step);
  }
  const auto factor = certified_factor(c, hypothesis);
  if (const auto* certified = std::get_if<CertifiedFactor>(&factor))
    return describe(factored_in_double({c, hypothesis, certified}, unused), row, step);
  return describe_exactly(c, hypothesis, row, step);
}

}  // namespace quantcheck::check
