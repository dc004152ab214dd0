#include <quantcheck/proofs_check/diagnose/feedback/search.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include <quantcheck/proofs_check/diagnose/feedback/candidates.h>
#include <quantcheck/proofs_check/diagnose/feedback/evidence.h>
#include <quantcheck/proofs_check/diagnose/feedback/fit.h>
#include <quantcheck/proofs_check/diagnose/golden_section.h>
#include <quantcheck/proofs_check/diagnose/some_rows.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

constexpr Index leading_steps = 512;  // that are tried first
constexpr Index steps_after_start = 128;
constexpr double tolerated_in_leading = 0x1p-4;  // in scales: they show less of what rounding moves
constexpr double most_work = 0x1p37;             // products of a sweep over whole rows
constexpr Index rows_at_once = 256;

// Errors times a constant: those that are looked at first, and those that differ from sound feedback.
constexpr int factors_looked_at = 16;
constexpr double greatest_factor = 2;
constexpr int factor_sections = 30;
constexpr double least_difference = 0x1p-8;
constexpr double promising_share = 0.25;  // of the sum of excesses as declared
constexpr int most_factor_digits = 6;

class FeedbackSearch {
 public:
  FeedbackSearch(Search& search, const Judgement& judgement) : search_(search), judgement_(judgement) {}

  std::optional<FeedbackFault> found() {
    const Case& c = search_.subject();
    const Index in = c.layer.in;
    const Index start = first_unsound_step();
    if (start == 0) return std::nullopt;  // the feedback has no part in the first step
    const Index few = in <= leading_steps ? in : std::max(leading_steps, start + steps_after_start);
    const Index steps = std::min(in, few);
    std::optional<CaseFactors> factors =
        steps == in ? CaseFactors::whole(c) : CaseFactors::leading(c, search_.screen(), steps);
    if (!factors) return std::nullopt;
    const SweptRows rows = swept_rows(search_.screened(), steps);
    std::vector<FeedbackFault> faults = fitting(*factors, rows, all_faults(c, rows, start));
    if (faults.empty())
      if (const std::optional<double> factor = factor_of_errors(*factors, rows))
        faults = fitting(*factors, rows, {scaled_error(*factor)});
    if (!faults.empty() && steps < in) factors = CaseFactors::whole(c);
    if (!factors) return std::nullopt;
    for (FeedbackFault& fault : faults)
      if (fits_whole_rows(*factors, fault)) return std::move(fault);
    return std::nullopt;
  }

 private:
  bool is_unsound(Index row, Index step) const {
    const Verdict verdict = judgement_.decisions(row, search_.subject().declared.order[step]);
    return verdict == Verdict::wrong || verdict == Verdict::undecided;
  }

  Index first_unsound_step() const {
    for (Index k = 0; k < search_.subject().layer.in; ++k)
      for (Index row = 0; row < search_.subject().layer.out; ++row)
        if (is_unsound(row, k)) return k;
    return search_.subject().layer.in;
  }

  // Those of the faults that the screened rows fit, in the order given.
  std::vector<FeedbackFault> fitting(const CaseFactors& factors, const SweptRows& rows,
                                     std::vector<FeedbackFault> faults) const {
    const bool whole = rows.weight.cols() == search_.subject().layer.in;
    std::vector<FeedbackFault> found;
    for (FeedbackFault& fault : faults) {
      const std::optional<FeedbackMatrices> matrices = factors.feedback(fault);
      if (!matrices) continue;
      const auto evidence =
          evidence_of(search_.screened(), rows, *matrices, fault.fed_back, whole ? 0 : tolerated_in_leading,
                      [&](Index row, Index step) { return is_unsound(search_.rows()[row], step); });
      if (evidence && evidence->suffices()) found.push_back(std::move(fault));
    }
    return found;
  }

  bool fits_whole_rows(const CaseFactors& factors, const FeedbackFault& fault) const {
    const Case& c = search_.subject();
    const std::optional<FeedbackMatrices> matrices = factors.feedback(fault);
    if (!matrices) return false;
    const auto of_row = static_cast<double>(c.layer.in) * static_cast<double>(c.layer.in);
    const Index most =
        std::min(c.layer.out, std::max<Index>(rows_at_once, static_cast<Index>(most_work / of_row)));
    Evidence all;
    for (Index first = 0; first < most; first += rows_at_once) {
      std::vector<Index> rows(static_cast<std::size_t>(std::min(rows_at_once, most - first)));
      std::iota(rows.begin(), rows.end(), first);
      const Case some = some_rows(c, rows);
      const auto evidence = evidence_of(some, swept_rows(some, c.layer.in), *matrices, fault.fed_back, 0,
                                        [&](Index row, Index step) { return is_unsound(first + row, step); });
      if (!evidence) return false;
      all += *evidence;
    }
    return all.suffices();
  }

  // The constant times which errors were fed back, as far as the sum of all excesses shows it.
  static std::optional<double> factor_of_errors(const CaseFactors& factors, const SweptRows& rows) {
    const std::optional<FeedbackMatrices> matrices = factors.feedback({});
    if (!matrices) return std::nullopt;
    const auto at = [&](double factor) {
      const Matrix<double> errors = swept_errors<double>(rows, factor * matrices->in_double, FedBack::error);
      double sum = 0;
      for (Index row = 0; row < errors.rows(); ++row)
        for (Index k = 0; k < errors.cols(); ++k) sum += excess_of(rows, row, k, errors(row, k));
      return std::isfinite(sum) ? sum : std::numeric_limits<double>::infinity();
    };
    double best = 0;
    double least = at(best);
    const double between = greatest_factor / factors_looked_at;
    for (int i = 1; i <= factors_looked_at; ++i)
      if (const double sum = at(i * between); sum < least) {
        least = sum;
        best = i * between;
      }
    best = with_fewest_digits(
        at, least_by_golden_section(at, best - between, best + between, factor_sections), most_factor_digits);
    if (std::fabs(best - 1) < least_difference || !(at(best) < promising_share * at(1))) return std::nullopt;
    return best;
  }

  Search& search_;
  const Judgement& judgement_;
};

}  // namespace

std::optional<Cause> fault_of_feedback(Search& search, const Judgement& judgement) {
  const Layer& layer = search.subject().layer;
  if (layer.in > max_feedback_inputs || !layer.has_hessian()) return std::nullopt;
  if (judgement.wrong + judgement.undecided < enough_wrong) return std::nullopt;
  std::optional<FeedbackFault> found = FeedbackSearch(search, judgement).found();
  if (!found) return std::nullopt;
  Cause cause = std::move(*found);
  cause.words = "as far as double shows, every decision is in its box if " + cause.words;
  return cause;
}

}  // namespace quantcheck::check
