#include <quantcheck/proofs_check/judge/classify.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/judge/allowance.h>
#include <quantcheck/proofs_check/judge/conclude.h>
#include <quantcheck/proofs_check/judge/describe.h>
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
  const ScaleEvidence evidence = scale_evidence(judged.factored, judged.u, judged.positions, found.by_scale);
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
  for (Index row = 0; row < judged.factored.c.layer.out; ++row)
    judge_row(judged, allowed, row, found, result);
  conclude_run(result, found.moved, "decisions");
  weigh_stored_scales(judged, found, result);
  if (allowed.unfactored > 0)
    degrade(result,
            "the declared arithmetic hardly factors this hessian: " + std::to_string(allowed.unfactored) +
                " of " + std::to_string(allowed.factored + allowed.unfactored) + " replays did not",
            "raise the damping, or quantize in a wider arithmetic and declare it");
  return result;
}

/// The part that the rounding of a general inverse, one that was not made symmetric, has in wrong decisions.
enum class GeneralInverse {
  no,       // it does not reach all of them
  reaches,  // it reaches all of them, but it would reach so much that this says little
  explains  // it explains all of them
};

// The rounding of a general inverse reaches a decision with 8 times its movement. It explains the wrong
// decisions on three conditions. None of them is more than half a scale outside. Half of all decisions are
// moved by less than 1/32 of a scale, so that faults would still show there. And as many decisions are wrong
// as such an inverse makes wrong: a decision that is moved by m leaves the box with a probability of about m,
// and in sound runs at conditions of 1e4 to 1e6 between 1/4 and 4/3 of the sum of m did. A third of the sum
// less two standard deviations is enough.
constexpr double most_excess = 0.5;

// `reach` is the excess, in scales, up to which it reaches a decision: out x in, by row and processing step.
GeneralInverse general_inverse_of(const Judged& judged, const Matrix<double>& reach, const Movement& movement,
                                  const Judgement& found) {
  constexpr double fine = 1.0 / 32;
  if (movement.factored == 0) return GeneralInverse::no;
  bool within = true;
  for (Index row = 0; row < judged.factored.c.layer.out; ++row)
    for (Index k = 0; k < judged.factored.c.layer.in; ++k) {
      if (found.decisions(row, judged.factored.hypothesis.order[k]) != Verdict::wrong) continue;
      const double excess = judged.positions.excess(row, k);
      if (!(excess <= reach(row, k))) return GeneralInverse::no;
      within = within && excess <= most_excess;
    }
  const double share_of_fine = (movement.steps.array() < fine).cast<double>().mean();
  const double expected = movement.steps.cwiseMin(most_excess).sum() / 3;
  const double least = expected - 2 * std::sqrt(expected);
  return within && share_of_fine >= 0.5 && static_cast<double>(found.wrong) >= least
             ? GeneralInverse::explains
             : GeneralInverse::reaches;
}

// The excess that the rounding of a general inverse or of a symmetric one explains, whichever is more, in
// scales by row and processing step. No inverse has a part in the first step.
Matrix<double> reach_of_general_inverse(const Judged& judged, const Allowance& symmetric,
                                        const Movement& movement) {
  const Matrix<double> steps = explained_steps(judged.factored.c, judged.factored.hypothesis, judged.u,
                                               judged.positions, movement, Inversion::general);
  Matrix<double> reach = symmetric.steps;
  for (Index row = 0; row < judged.factored.c.layer.out; ++row)
    for (Index k = 1; k < judged.factored.c.layer.in; ++k)
      if (movement.measured[row]) reach(row, k) = std::max(reach(row, k), steps(row, k));
  return reach;
}

// The judgement that allows for the rounding of a general inverse, if that explains what is wrong; else
// `found`. Either says whether the rounding reaches all that is wrong.
Judgement with_general_inverse(const Judged& judged, const Allowance& symmetric, Judgement found) {
  const Movement movement =
      measure_movement(judged.factored.c, judged.factored.hypothesis, assumed_arithmetic(judged.factored.c),
                       judged.positions.quotient, Inversion::general);
  const Matrix<double> reach = reach_of_general_inverse(judged, symmetric, movement);
  const GeneralInverse inverse = general_inverse_of(judged, reach, movement, found);
  found.general_inverse = inverse != GeneralInverse::no;
  if (inverse != GeneralInverse::explains) return found;
  Allowance allowed = symmetric;
  allowed.steps = allowed.steps.cwiseMax(reach.cwiseMin(most_excess));
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
  const Case& c = factored.c;
  const bool rounds =
      assumed_arithmetic(c) != Arithmetic::exact && (positions.side.array() == Side::outside).any();
  Matrix<double> u;
  Allowance allowed = nothing_allowed(c);
  if (rounds) {
    work(replay_operations(96, c.layer.out, c.layer.in, assumed_arithmetic(c)));
    if (progress) progress("replaying in the declared arithmetic", 0, 1);
    u = factored.upper();
    allowed = measure_allowance(c, factored.hypothesis, u, positions);
  }
  const Judged judged{factored, positions, u};
  Judgement result = judge_rows(judged, allowed);
  if (rounds && result.wrong > 0) result = with_general_inverse(judged, allowed, std::move(result));
  locate(factored, positions, result);
  return result;
}

}  // namespace quantcheck::check
