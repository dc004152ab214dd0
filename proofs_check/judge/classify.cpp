#include <quantcheck/proofs_check/judge/classify.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/judge/allowance.h>
#include <quantcheck/proofs_check/judge/conclude.h>
#include <quantcheck/proofs_check/judge/describe.h>
#include <quantcheck/proofs_check/judge/general_inverse.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/scale_evidence.h>
#include <quantcheck/proofs_check/judge/stored_scale.h>
#include <quantcheck/proofs_check/replay/movement.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

constexpr const char* scales_reason =
    "too many groups to find out whether the rounding of the stored scales explains them";

// The multiplications that the search for scales may take over all rows. They last some seconds.
constexpr double scale_search_budget = 1e10;

/// What is judged, and what was computed of it on the way.
struct Judged {
  const FactoredCase& factored;
  const Positions& positions;
  const Matrix<double>& u;  // U in double; empty where nothing rounds
};

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
  Matrix<bool> by_scale;  // out x in: whether only another scale explains the decision
};

// Adds the verdicts of one row to `found` and `result`.
void judge_row(const Judged& judged, const Allowance& allowed, Index row, Found& found, Judgement& result) {
  const auto& [factored, positions, u] = judged;
  const auto& [c, hypothesis, grid, upper, residual] = factored;
  // An excess too large for a double is beyond whatever was measured.
  std::vector<bool> beyond(c.layer.in);
  for (Index k = 0; k < c.layer.in; ++k) {
    const double excess = positions.excess(row, k);
    beyond[k] = positions.side(row, k) == Side::outside &&
                !(excess <= allowed.steps(row, k) && std::isfinite(excess));
  }
  FittedScales scales{std::vector<Fit>(c.layer.in, Fit::no)};
  if (u.size() > 0 && scales_were_rounded(c, assumed_arithmetic(c)) &&
      std::find(beyond.begin(), beyond.end(), true) != beyond.end())
    scales = fit_rounded_scales(factored, u, positions, row, beyond, allowed.steps.row(row).transpose(),
                                found.scale_budget);
  found.scales_moved = std::max(found.scales_moved, scales.moved);

  for (Index k = 0; k < c.layer.in; ++k) {
    const Side side = positions.side(row, k);
    Verdict verdict = side == Side::tie ? Verdict::tie : Verdict::exact;
    if (beyond[k] && scales.fits[k] == Fit::yes) {
      verdict = Verdict::explained;
      found.by_scale(row, hypothesis.order[k]) = true;
      ++result.explained_by_stored_scale;
    } else if (beyond[k]) {
      const bool known = allowed.knows(row, k) && scales.fits[k] == Fit::no;
      verdict = known ? Verdict::wrong : Verdict::undecided;
      if (!known) result.reason = allowed.knows(row, k) ? scales_reason : allowed.unmeasured_reason;
    } else if (side == Side::outside) {
      verdict = Verdict::explained;
      found.moved |=
          positions.excess(row, k) > degraded_beyond(positions.quotient(row, k), assumed_arithmetic(c));
    }
    result.outside += side == Side::outside;
    result.clipped += positions.clipped(row, k);
    result.decisions(row, hypothesis.order[k]) = verdict;
    count(result, verdict);
  }
}

// Finds the first wrong decision and the one farthest outside, and counts the rows and columns that have
// wrong ones.
void locate(const FactoredCase& factored, const Positions& positions, Judgement& result) {
  const Case& c = factored.c;
  struct Place {
    Index row;
    Index step;
  };
  std::optional<Place> farthest;
  std::optional<Place> first;
  std::vector<bool> rows(c.layer.out);
  for (Index k = 0; k < c.layer.in; ++k) {
    bool column_is_wrong = false;
    for (Index row = 0; row < c.layer.out; ++row) {
      const bool outside = positions.side(row, k) == Side::outside;
      if (outside &&
          (!farthest || positions.excess_log2(row, k) > positions.excess_log2(farthest->row, farthest->step)))
        farthest = {row, k};
      if (result.decisions(row, factored.hypothesis.order[k]) != Verdict::wrong) continue;
      if (!first) first = {row, k};
      column_is_wrong = rows[row] = true;
    }
    result.wrong_columns += column_is_wrong;
  }
  result.wrong_rows = std::count(rows.begin(), rows.end(), true);
  if (farthest) result.max_excess = describe(factored, farthest->row, farthest->step);
  if (first) result.first_wrong = describe(factored, first->row, first->step);
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
  const ScaleEvidence evidence =
      scale_evidence(judged.factored, judged.u, judged.positions, found.by_scale);
  result.stored_scales = {found.scales_moved, evidence.bits, evidence.most_outside()};
  if (!evidence.suffices(result.explained_by_stored_scale))
    degrade(result, "scales that were rounded so coarsely when they were stored fit other codes, too",
            "give the scales that were used");
}

// Judges all rows with what rounding explains.
Judgement judge_rows(const Judged& judged, const Allowance& allowed) {
  Judgement result;
  result.decisions.resize(judged.factored.c.layer.out, judged.factored.c.layer.in);
  result.resolution = resolution(allowed);
  Found found;
  found.by_scale = Matrix<bool>::Constant(judged.factored.c.layer.out, judged.factored.c.layer.in, false);
  for (Index row = 0; row < judged.factored.c.layer.out; ++row) judge_row(judged, allowed, row, found, result);
  conclude_run(result, found.moved, "decisions");
  weigh_stored_scales(judged, found, result);
  if (allowed.unfactored > 0)
    degrade(result,
            "the declared arithmetic hardly factors this hessian: " + std::to_string(allowed.unfactored) +
                " of " + std::to_string(allowed.factored + allowed.unfactored) + " replays did not",
            "raise the damping, or quantize in a wider arithmetic and declare it");
  return result;
}

// The judgement that allows for the rounding of a general inverse, if that explains what is wrong; else
// `found`. Either says whether the rounding reaches all that is wrong.
Judgement with_general_inverse(const Judged& judged, const Allowance& symmetric, Judgement found) {
  const auto& [factored, positions, u] = judged;
  const auto& [c, hypothesis, grid, upper, residual] = factored;
  std::vector<ReachedDecision> wrong;
  for (Index row = 0; row < c.layer.out; ++row)
    for (Index k = 0; k < c.layer.in; ++k)
      if (found.decisions(row, hypothesis.order[k]) == Verdict::wrong)
        wrong.push_back(decision_at(c, hypothesis, positions, row, k));
  const GeneralInverse inverse = general_inverse_of(
      c, hypothesis, rows_of(c, hypothesis, positions), u, wrong,
      [&](Index row, Index step) { return decision_at(c, hypothesis, positions, row, step); });
  found.general_inverse = inverse.reaches;
  if (!inverse.explains) return found;
  Allowance allowed = symmetric;
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    double& steps = allowed.steps(wrong[i].row, wrong[i].step);
    steps = std::max(steps, std::min(inverse.excess[i], GeneralInverse::most_excess));
  }
  Judgement result = judge_rows(judged, allowed);
  if (result.wrong + result.undecided > 0) return found;
  result.general_inverse = true;
  result.verdict = RunVerdict::degraded;
  result.reason = "only the rounding of an inverse that was not made symmetric explains some";
  return result;
}

}  // namespace

Judgement classify(const FactoredCase& factored, const Positions& positions, const Progress& progress,
                   const reference::Work& work) {
  const auto& [c, hypothesis, grid, upper, residual] = factored;
  const bool rounds =
      assumed_arithmetic(c) != Arithmetic::exact && (positions.side.array() == Side::outside).any();
  Matrix<double> u;
  Allowance allowed = nothing_allowed(c);
  if (rounds) {
    work(replay_operations(3 * replayed_versions_of(c.layer.in), c.layer.out, c.layer.in,
                           assumed_arithmetic(c)));
    if (progress) progress("replaying in the declared arithmetic", 0, 1);
    u = upper();
    allowed = measure_allowance(c, hypothesis, u, positions, scales_were_rounded(c, assumed_arithmetic(c)));
  }
  const Judged judged{factored, positions, u};
  Judgement result = judge_rows(judged, allowed);
  if (rounds && result.wrong > 0) result = with_general_inverse(judged, allowed, std::move(result));
  locate(factored, positions, result);
  return result;
}

}  // namespace quantcheck::check
