#include <quantcheck/proofs_check/diagnose/feedback/search.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <quantcheck/proofs_check/diagnose/feedback/factors.h>
#include <quantcheck/proofs_check/diagnose/feedback/fault.h>
#include <quantcheck/proofs_check/diagnose/feedback/fit.h>
#include <quantcheck/proofs_check/diagnose/feedback/leading.h>
#include <quantcheck/proofs_check/diagnose/feedback/sweep.h>
#include <quantcheck/proofs_check/diagnose/some_rows.h>
#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

constexpr Index enough_wrong = 8;
constexpr Index enough_of_any = 32;
constexpr Index leading_steps = 512;  // that are tried first
constexpr Index steps_after_start = 128;
constexpr double shows_nothing =
    0x1p-3;  // what rounding may explain, in scales, of a decision that shows nothing
constexpr double most_work = 0x1p37;  // products of a sweep over whole rows
constexpr Index rows_at_once = 256;

// Errors times a constant: those that are looked at first, and those that differ from sound feedback.
constexpr int factors_looked_at = 16;
constexpr double greatest_factor = 2;
constexpr int factor_sections = 30;
constexpr double least_difference = 0x1p-8;
constexpr double promising_share = 0.25;  // of the sum of excesses as declared
constexpr int most_factor_digits = 6;

// The number of columns of a group, where groups follow each other; else 0.
Index columns_of_group(const Case& c) {
  return c.grid.groups > 1 && c.layer.in % c.grid.groups == 0 ? c.layer.in / c.grid.groups : 0;
}

bool is_unsound(Verdict verdict) { return verdict == Verdict::wrong || verdict == Verdict::undecided; }

Index first_unsound_step(const Case& c, const Judgement& judgement) {
  for (Index k = 0; k < c.layer.in; ++k) {
    const auto column = judgement.decisions.col(c.declared.order[k]);
    if (std::any_of(column.begin(), column.end(), is_unsound)) return k;
  }
  return c.layer.in;
}

std::vector<Index> block_sizes(const Case& c, Index start) {
  std::vector<Index> sizes;
  for (const Index size : {columns_of_group(c), Index{128}, Index{64}, Index{32}, Index{16}, start})
    if (size > 1 && size < c.layer.in && std::find(sizes.begin(), sizes.end(), size) == sizes.end())
      sizes.push_back(size);
  return sizes;
}

// The first step from which on every decision of the rows is that of plain rounding.
Index plain_from(const SweptRows& rows) {
  Index step = rows.weight.cols();
  const auto is_plain = [&](Index k) {
    for (Index row = 0; row < rows.weight.rows(); ++row) {
      const double error = rows.weight(row, k) - rows.scale(row, k) * (rows.code(row, k) - rows.zero(row, k));
      if (excess_of(rows, row, k, error) > 0x1p-16) return false;
    }
    return true;
  };
  while (step > 0 && is_plain(step - 1)) --step;
  return step;
}

// Steps at which feedback may have ended: before the first wrong decision, the round ones first.
std::vector<Index> ends_of(const Case& c, const SweptRows& rows, Index start) {
  constexpr Index near = 12;
  std::vector<Index> ends;
  const auto add = [&](Index step) {
    if (step > 0 && step <= start && std::find(ends.begin(), ends.end(), step) == ends.end())
      ends.push_back(step);
  };
  const Index plain = plain_from(rows);
  for (const Index size : block_sizes(c, 0))
    for (Index step = start / size * size; step > 0 && (step >= plain || step + near >= start); step -= size)
      add(step);
  for (Index step = start; step + near >= start; --step) add(step);
  add(plain);
  return ends;
}

// The factors of a case in double and in float, and rows of it.
struct Factors {
  FeedbackFactors<double> in_double;
  FeedbackFactors<float> in_float;
};

std::optional<Factors> factors_of(std::optional<FeedbackFactors<double>> in_double,
                                  std::optional<FeedbackFactors<float>> in_float) {
  if (!in_double || !in_float) return std::nullopt;
  return Factors{std::move(*in_double), std::move(*in_float)};
}

std::optional<Factors> whole_factors(const Case& c) {
  const Hypothesis hypothesis = as_declared(c);
  const std::optional<Matrix<double>> hessian = leading_hessian(c, hypothesis, c.layer.in);
  if (!hessian) return std::nullopt;
  const double damping = reference::approximate(hypothesis.damping);
  return factors_of(FeedbackFactors<double>::of(*hessian, damping),
                    FeedbackFactors<float>::of(hessian->cast<float>(), damping));
}

std::optional<Factors> leading_factors(Search& search, Index steps) {
  const Case& c = search.subject();
  const std::optional<Matrix<double>> inverse = leading_inverse(search.screen(), as_declared(c), steps);
  const std::optional<Matrix<double>> hessian = leading_hessian(c, as_declared(c), steps);
  if (!inverse || !hessian) return std::nullopt;
  return factors_of(FeedbackFactors<double>::of_leading(*hessian, *inverse),
                    FeedbackFactors<float>::of_leading(hessian->cast<float>(), inverse->cast<float>()));
}

// Of decisions that are wrong or undecided as declared and fit under a fault: how many there are for which the
// sweeps stayed in the range of float, and how many of them rounding would not explain anyway.
struct Evidence {
  Index unsound = 0;
  Index shown = 0;

  bool suffices() const { return shown >= enough_wrong && (2 * shown >= unsound || shown >= enough_of_any); }
};

class FeedbackSearch {
 public:
  FeedbackSearch(Search& search, const Judgement& judgement, Index steps, const Factors& factors)
      : search_(search),
        judgement_(judgement),
        factors_(factors),
        steps_(steps),
        rows_(swept_rows(search.screened(), steps)) {}

  const SweptRows& rows() const { return rows_; }

  // Those of the faults that the screened rows fit, in the order given.
  std::vector<FeedbackFault> fitting(std::vector<FeedbackFault> faults) {
    std::vector<FeedbackFault> found;
    for (FeedbackFault& fault : faults)
      if (const auto shown = evidence(factors_, search_.screened(), rows_, search_.rows(), fault))
        if (shown->suffices()) found.push_back(std::move(fault));
    return found;
  }

  // The constant times which errors were fed back, as far as the sum of all excesses shows it.
  std::optional<double> factor() {
    const std::optional<Matrix<double>> m = factors_.in_double.feedback(FeedbackFault{});
    const auto at = [&](double factor) {
      return sum_of_excesses(swept_errors<double>(rows_, factor * *m, FedBack::error));
    };
    double best = 0;
    double least = at(best);
    const double between = greatest_factor / factors_looked_at;
    for (int i = 1; i <= factors_looked_at; ++i)
      if (const double sum = at(i * between); sum < least) {
        least = sum;
        best = i * between;
      }
    double found = by_golden_section(at, best - between, best + between);
    least = at(found);
    for (int digits = 1; digits < most_factor_digits; ++digits) {
      const double shorter = std::stod(format("%.*e", digits - 1, found));
      if (at(shorter) > least) continue;
      found = shorter;
      break;
    }
    if (std::fabs(found - 1) < least_difference || !(least < promising_share * at(1))) return std::nullopt;
    return found;
  }

  // What rows show of a fault, which are those of these indices in the case; nothing where one of their
  // decisions does not fit.
  std::optional<Evidence> evidence(const Factors& factors, const Case& c, const SweptRows& rows,
                                   std::span<const Index> indices, const FeedbackFault& fault) const {
    const auto m = factors.in_double.feedback(fault);
    if (!m) return std::nullopt;
    const Matrix<double> errors = swept_errors<double>(rows, *m, fault.fed_back);
    const auto unsound = [&](Index row, Index k) {
      return is_unsound(judgement_.decisions(indices[row], search_.subject().declared.order[k]));
    };
    const auto rounded = factors.in_float.feedback(fault);
    if (!rounded) return std::nullopt;
    const FeedbackFit fit = fit_of(c, rows, errors, swept_errors<float>(rows, *rounded, fault.fed_back));
    if (fit.count() > 0) return std::nullopt;
    Evidence evidence;
    for (Index row = 0; row < errors.rows(); ++row)
      for (Index k = 0; k < errors.cols(); ++k) {
        if (!unsound(row, k) || !std::isfinite(fit.allowed(row, k))) continue;
        const double distance = std::fabs(errors(row, k) / rows.scale(row, k));
        ++evidence.unsound;
        evidence.shown += fit.allowed(row, k) < shows_nothing * std::max(1.0, 2 * distance);
      }
    return evidence;
  }

 private:
  double sum_of_excesses(const Matrix<double>& errors) const {
    double sum = 0;
    for (Index row = 0; row < errors.rows(); ++row)
      for (Index k = 0; k < errors.cols(); ++k) sum += excess_of(rows_, row, k, errors(row, k));
    return std::isfinite(sum) ? sum : std::numeric_limits<double>::infinity();
  }

  template <class Sum>
  static double by_golden_section(const Sum& at, double low, double high) {
    const double ratio = (std::sqrt(5.0) - 1) / 2;
    double left = high - ratio * (high - low);
    double right = low + ratio * (high - low);
    double at_left = at(left);
    double at_right = at(right);
    for (int i = 0; i < factor_sections; ++i) {
      if (at_left <= at_right) {
        high = right;
        right = std::exchange(left, right - ratio * (right - low));
        at_right = std::exchange(at_left, at(left));
      } else {
        low = left;
        left = std::exchange(right, left + ratio * (high - left));
        at_left = std::exchange(at_right, at(right));
      }
    }
    return at_left <= at_right ? left : right;
  }

  Search& search_;
  const Judgement& judgement_;
  const Factors& factors_;
  Index steps_;
  SweptRows rows_;
};

std::vector<FeedbackFault> all_faults(const Case& c, const SweptRows& rows, Index start) {
  const std::vector<Index> blocks = block_sizes(c, start);
  std::vector<FeedbackFault> all = faults_of_error();
  const auto add = [&all](std::vector<FeedbackFault> faults) {
    for (FeedbackFault& fault : faults) all.push_back(std::move(fault));
  };
  add(faults_of_factor(blocks));
  add(faults_of_update(blocks, c.layer.in));
  add(faults_of_end(ends_of(c, rows, start)));
  return all;
}

}  // namespace

std::optional<Cause> fault_of_feedback(Search& search, const Judgement& judgement) {
  const Case& c = search.subject();
  const Index in = c.layer.in;
  if (in > max_feedback_inputs || !c.layer.has_hessian()) return std::nullopt;
  if (judgement.wrong + judgement.undecided < enough_wrong) return std::nullopt;
  const Index start = first_unsound_step(c, judgement);
  if (start == 0) return std::nullopt;  // the feedback has no part in the first step
  const Index steps =
      std::min(in, in <= leading_steps ? in : std::max(leading_steps, start + steps_after_start));
  std::optional<Factors> factors = steps == in ? whole_factors(c) : leading_factors(search, steps);
  if (!factors) return std::nullopt;

  std::vector<FeedbackFault> found;
  {
    FeedbackSearch few(search, judgement, steps, *factors);
    found = few.fitting(all_faults(c, few.rows(), start));
    if (found.empty())
      if (const std::optional<double> factor = few.factor()) found = few.fitting({scaled_error(*factor)});
  }
  if (found.empty()) return std::nullopt;
  if (steps < in) factors = whole_factors(c);
  if (!factors) return std::nullopt;
  FeedbackSearch whole(search, judgement, in, *factors);
  const auto of_row = static_cast<double>(in) * static_cast<double>(in);
  const Index most = std::max<Index>(rows_at_once, static_cast<Index>(most_work / of_row));
  for (FeedbackFault& fault : found) {
    std::optional<Evidence> all = Evidence{};
    for (Index first = 0; first < std::min(most, c.layer.out) && all; first += rows_at_once) {
      std::vector<Index> rows(static_cast<std::size_t>(std::min(rows_at_once, c.layer.out - first)));
      std::iota(rows.begin(), rows.end(), first);
      const Case some = some_rows(c, rows);
      const auto shown = whole.evidence(*factors, some, swept_rows(some, in), rows, fault);
      if (!shown) all.reset();
      if (!shown) break;
      all->unsound += shown->unsound;
      all->shown += shown->shown;
    }
    if (!all || !all->suffices()) continue;
    Cause cause = std::move(fault);
    cause.words = "every decision is in its box, as far as double shows, if " + cause.words;
    return cause;
  }
  return std::nullopt;
}

}  // namespace quantcheck::check
