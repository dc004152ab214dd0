#include <quantcheck/proofs_check/judge/classify.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/row_chunks.h>
#include <quantcheck/proofs_check/judge/allowance.h>
#include <quantcheck/proofs_check/judge/conclude.h>
#include <quantcheck/proofs_check/judge/describe.h>
#include <quantcheck/proofs_check/judge/general_inverse.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/sampled_allowance.h>
#include <quantcheck/proofs_check/judge/scale_evidence.h>
#include <quantcheck/proofs_check/judge/stored_scale.h>
#include <quantcheck/proofs_check/replay/movement.h>
#include <quantcheck/proofs_check/replay/precision.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

constexpr const char* scales_reason =
    "too many groups to find out whether the rounding of the stored scales explains them";

// Of fewer decisions outside, plain rounding might be what GPTQ gives.
constexpr Index enough_outside = 3;

// The multiplications that the search for scales may take over all rows. They last some seconds.
constexpr double scale_search_budget = 1e10;

/// What is judged, and what was computed of it on the way.
struct Judged {
  const FactoredCase& factored;
  const DecisionSides& sides;
  const Matrix<double>& u;  // U in double; empty where nothing needs it
  bool fits_scales;         // whether the rounding of stored scales may explain decisions
};

// Whether the decision, in allowed.rows[j], is outside by more than is allowed for. An excess too large for a
// double is beyond whatever was measured.
bool is_beyond(const OutsideDecision& decision, const Allowance& allowed, Index j) {
  return !(decision.excess <= allowed.steps(j, decision.place.step) && std::isfinite(decision.excess));
}

// The same of all decisions of the row, by processing step.
std::vector<bool> beyond_allowance(const Judged& judged, const Allowance& allowed, Index j) {
  std::vector<bool> beyond(static_cast<std::size_t>(judged.sides.steps));
  for (const OutsideDecision& each : outside_in(judged.sides, {&allowed.rows[j], 1}))
    beyond[each.place.step] = is_beyond(each, allowed, j);
  return beyond;
}

void count(Judgement& result, Verdict verdict) {
  switch (verdict) {
    case Verdict::exact:
      ++result.exact;
      break;
    case Verdict::tie:
      ++result.tie;
      break;
    case Verdict::explained:
      ++result.explained;
      break;
    case Verdict::wrong:
      ++result.wrong;
      break;
    case Verdict::undecided:
      ++result.undecided;
      break;
  }
}

/// What is found in the rows so far.
struct Found {
  // Whether rounding explains an excess so large that the arithmetic does not resolve the Hessian.
  bool moved = false;
  double scales_moved = 0;
  double scale_budget = scale_search_budget;
  ExplainedByScale by_scale;
};

// Finds out which of the decisions of a row fit other scales, of those that are beyond what is allowed for.
// It is the i-th of the rows whose positions are given, and the j-th of those in `allowed`.
FittedScales fitted_scales(const Judged& judged, const Allowance& allowed, const Positions& positions,
                           Index i, Index j, Found& found) {
  const std::vector<bool> beyond = beyond_allowance(judged, allowed, j);
  FittedScales scales{std::vector<Fit>(beyond.size(), Fit::no)};
  if (std::find(beyond.begin(), beyond.end(), true) != beyond.end())
    scales = fit_rounded_scales(judged.factored, judged.u, {positions, i}, allowed.rows[j], beyond,
                                allowed.steps.row(j).transpose(), found.scale_budget);
  found.scales_moved = std::max(found.scales_moved, scales.moved);
  return scales;
}

// Replaces the verdicts of the decisions outside in allowed.rows[j] by those that the allowance gives.
void judge_outside(const Judged& judged, const Allowance& allowed, Index j, const FittedScales& scales,
                   Found& found, Judgement& result) {
  const Case& c = judged.factored.c;
  const Index row = allowed.rows[j];
  for (const OutsideDecision& each : outside_in(judged.sides, {&row, 1})) {
    const Index k = each.place.step;
    Verdict verdict = Verdict::explained;
    if (!is_beyond(each, allowed, j)) {
      found.moved |= each.excess >
                     degraded_beyond(reached_decision(judged.factored, each).quotient, assumed_arithmetic(c));
    } else if (scales.fits[k] == Fit::yes) {
      found.by_scale.try_emplace(row, c.layer.in).first->second[k] = true;
      ++result.explained_by_stored_scale;
    } else {
      const bool known = allowed.knows(j, k) && scales.fits[k] == Fit::no;
      verdict = known ? Verdict::wrong : Verdict::undecided;
      if (!known) result.reason = allowed.knows(j, k) ? scales_reason : allowed.unmeasured_reason;
    }
    result.decisions(row, judged.factored.hypothesis.order[k]) = verdict;
    --result.exact;
    count(result, verdict);
  }
}

// Sets the verdicts of all decisions as if none were outside.
void judge_inside(const Judged& judged, Judgement& result) {
  std::vector<Index> ties(static_cast<std::size_t>(result.decisions.rows()), 0);
  optimized::team_of(optimized::thread_count(0)).for_each(result.decisions.rows(), [&](Index row) {
    for (Index k = 0; k < result.decisions.cols(); ++k) {
      const bool tie = judged.sides.is_tie({row, k});
      result.decisions(row, judged.factored.hypothesis.order[k]) = tie ? Verdict::tie : Verdict::exact;
      ties[row] += tie;
    }
  });
  result.tie = std::accumulate(ties.begin(), ties.end(), Index{0});
  result.exact = result.decisions.size() - result.tie;
}

// Finds the first wrong decision and the one farthest outside, and counts the rows and columns that have
// wrong ones.
void locate(const Judged& judged, Judgement& result) {
  const FactoredCase& factored = judged.factored;
  const std::vector<OutsideDecision>& outside = judged.sides.outside;
  const OutsideDecision* farthest = nullptr;
  const OutsideDecision* first = nullptr;
  const auto order_of = [](const OutsideDecision& d) { return std::pair(d.place.step, d.place.row); };
  std::vector<bool> rows(factored.c.layer.out);
  std::vector<bool> steps(factored.c.layer.in);
  for (const OutsideDecision& each : outside) {
    const auto& [row, step] = each.place;
    if (farthest == nullptr || each.excess_log2 > farthest->excess_log2 ||
        (each.excess_log2 == farthest->excess_log2 && order_of(each) < order_of(*farthest)))
      farthest = &each;
    if (result.decisions(row, factored.hypothesis.order[step]) != Verdict::wrong) continue;
    if (first == nullptr || order_of(each) < order_of(*first)) first = &each;
    rows[row] = steps[step] = true;
  }
  result.wrong_rows = std::count(rows.begin(), rows.end(), true);
  result.wrong_columns = std::count(steps.begin(), steps.end(), true);
  if (farthest != nullptr) result.max_excess = describe(factored, farthest->place.row, farthest->place.step);
  if (first != nullptr) result.first_wrong = describe(factored, first->place.row, first->place.step);
}

// Makes a run that would conform DEGRADED, because what is allowed for explains too much.
void degrade(Judgement& result, std::string reason, std::string advice) {
  if (result.verdict != RunVerdict::conforms) return;
  result.verdict = RunVerdict::degraded;
  result.reason = std::move(reason);
  result.advice = std::move(advice);
}

// Records what it is worth that some decisions fit other scales. If that is too little, the run is DEGRADED.
void weigh_stored_scales(const Judged& judged, const Found& found, Judgement& result) {
  if (result.explained_by_stored_scale == 0) return;
  const ScaleEvidence evidence = scale_evidence(judged.factored, judged.u, found.by_scale);
  result.stored_scales = {found.scales_moved, evidence.bits, evidence.most_outside()};
  if (!evidence.suffices(result.explained_by_stored_scale))
    degrade(result, "scales that were rounded so coarsely when they were stored fit other codes, too",
            "give the scales that were used");
}

// Makes the decisions UNDECIDED whose side is not known; so far they count as inside.
void leave_open(const Judged& judged, Judgement& result) {
  for (const DecisionPlace& place : judged.sides.open)
    result.decisions(place.row, judged.factored.hypothesis.order[place.step]) = Verdict::undecided;
  const Index open = std::ssize(judged.sides.open);
  result.exact -= open;
  result.undecided += open;
  if (open == 0) return;
  result.reason = judged.sides.open_reason;
  result.advice = judged.sides.open_advice;
}

// Judges all rows with what rounding explains.
Judgement judge_rows(const Judged& judged, const Allowance& allowed) {
  const Case& c = judged.factored.c;
  Judgement result;
  result.decisions.resize(c.layer.out, c.layer.in);
  result.resolution = resolution(allowed);
  result.outside = std::ssize(judged.sides.outside);
  result.clipped = judged.sides.clipped;
  judge_inside(judged, result);
  Found found;
  if (judged.fits_scales) {
    for_chunks(allowed.rows, c.layer.in, [&](const std::vector<Index>& rows) {
      const Positions positions = judged.factored.positions(rows);
      const Index first = allowed.index_of(rows.front());
      for (Index i = 0; i < std::ssize(rows); ++i)
        judge_outside(judged, allowed, first + i,
                      fitted_scales(judged, allowed, positions, i, first + i, found), found, result);
    });
  } else {
    const FittedScales none{std::vector<Fit>(static_cast<std::size_t>(c.layer.in), Fit::no)};
    for (Index j = 0; j < std::ssize(allowed.rows); ++j)
      judge_outside(judged, allowed, j, none, found, result);
  }
  leave_open(judged, result);
  conclude_run(result, found.moved, "decisions");
  weigh_stored_scales(judged, found, result);
  if (allowed.unfactored > 0)
    degrade(result,
            "the declared arithmetic hardly factors this hessian: " + std::to_string(allowed.unfactored) +
                " of " + std::to_string(allowed.factored + allowed.unfactored) + " replays did not",
            "raise the damping, or quantize in a wider arithmetic and declare it");
  return result;
}

// The decisions that were found wrong.
std::vector<ReachedDecision> wrong_decisions(const Judged& judged, const Judgement& found) {
  std::vector<ReachedDecision> wrong;
  for (const OutsideDecision& each : judged.sides.outside)
    if (found.decisions(each.place.row, judged.factored.hypothesis.order[each.place.step]) == Verdict::wrong)
      wrong.push_back(reached_decision(judged.factored, each));
  return wrong;
}

// The judgement that allows for the rounding of a general inverse, if that explains what is wrong; else
// `found`.
Judgement with_general_inverse(const Judged& judged, const Allowance& symmetric, Judgement found) {
  const std::vector<ReachedDecision> wrong = wrong_decisions(judged, found);
  if (judged.factored.c.layer.in > max_exact_inputs && !may_be_explained(wrong)) return found;
  const GeneralInverse inverse = general_inverse_of(judged.factored, judged.u, wrong);
  found.general_inverse = inverse.reaches;
  if (!inverse.explains) return found;
  Allowance allowed = symmetric;
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    double& steps = allowed.steps(allowed.index_of(wrong[i].row), wrong[i].step);
    steps = std::max(steps, std::min(inverse.excess[i], GeneralInverse::most_excess));
  }
  Judgement result = judge_rows(judged, allowed);
  if (result.wrong + result.undecided > 0) return found;
  result.general_inverse = true;
  result.verdict = RunVerdict::degraded;
  result.reason = "only the rounding of an inverse that was not made symmetric explains some";
  return result;
}

// Whether the run fails whatever else is found, as no inversion explains what is wrong in those rows.
bool certainly_fails(const Judged& some, const Allowance& allowed, const Judgement& found) {
  return found.wrong > 0 && !may_be_explained(wrong_decisions(some, found)) &&
         std::ranges::find(allowed.measured, false) == allowed.measured.end();
}

// Whether a factorization that failed was silently replaced by plain rounding: the declared arithmetic does not
// factor the Hessian, so that GPTQ in it gives no codes at all, and these codes are plain rounding throughout.
bool is_silent_rounding(const Judged& judged, const Allowance& allowed) {
  if (allowed.unfactored <= allowed.factored || std::ssize(judged.sides.outside) < enough_outside)
    return false;
  Hypothesis plain = judged.factored.hypothesis;
  plain.block = plain_rounding_block;
  Budget budget(1);
  return conforms(judged.factored.c, plain, {}, budget);
}

}  // namespace

Judgement classify(const FactoredCase& factored, const DecisionSides& sides, const Progress& progress,
                   const reference::Work& work, Asked asked) {
  const Case& c = factored.c;
  const Arithmetic arithmetic = assumed_arithmetic(c);
  const bool rounds = arithmetic != Arithmetic::exact && !sides.outside.empty();
  const bool fits_scales = rounds && scales_were_rounded(c, arithmetic);
  Matrix<double> u;
  Allowance allowed = nothing_allowed(sides);
  bool estimated = false;
  if (rounds) {
    work(replay_operations(3 * replayed_versions_of(c.layer.in), std::ssize(allowed.rows), c.layer.in,
                           arithmetic));
    if (progress) progress("replaying in the declared arithmetic", 0, 1);
    if (fits_scales || is_coarser_than_float(arithmetic)) u = factored.upper();
    ReplayFactors factors(c, factored.hypothesis);
    if (const auto sample = sample_of(sides)) {
      const Judged some{factored, *sample, u, fits_scales};
      const Allowance of_sample = measure_allowance(factored, factors, *sample, u, true);
      Judgement shown = judge_rows(some, of_sample);
      if (shown.wrong > 0 && asked == Asked::conformity) return shown;
      estimated = certainly_fails(some, of_sample, shown);
      if (estimated) allowed = estimated_allowance(factored, sides, of_sample);
    }
    if (!estimated) allowed = measure_allowance(factored, factors, sides, u, fits_scales);
  }
  const Judged judged{factored, sides, u, fits_scales};
  if (rounds && is_silent_rounding(judged, allowed)) allowed = nothing_allowed(sides);
  if (progress) progress("giving verdicts", 0, 1);
  Judgement result = judge_rows(judged, allowed);
  if (asked == Asked::conformity) return result;
  if (rounds && result.wrong > 0) result = with_general_inverse(judged, allowed, std::move(result));
  locate(judged, result);
  return result;
}

}  // namespace quantcheck::check
