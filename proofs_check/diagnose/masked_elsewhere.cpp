#include <quantcheck/proofs_check/diagnose/masked_elsewhere.h>

#include <algorithm>
#include <utility>

#include <quantcheck/proofs_check/diagnose/feedback/evidence.h>
#include <quantcheck/proofs_check/diagnose/feedback/fit.h>
#include <quantcheck/proofs_check/diagnose/feedback/search.h>
#include <quantcheck/proofs_check/diagnose/index_words.h>
#include <quantcheck/proofs_check/diagnose/readings/masks.h>

namespace quantcheck::check {

namespace {

constexpr Index wrong_that_show = 16;
constexpr double nearly_inside = 0x1p-3;  // in scales

// Whether the Hessian has nothing beside its diagonal at a column.
bool is_masked(const Case& c, Index column) {
  for (Index i = 0; i < c.layer.in; ++i)
    if (i != column && c.layer.hessian[i * c.layer.in + column] != 0) return false;
  return true;
}

// How many decisions do not fit with the Hessian of `masked`; nothing where some of them are far outside, in
// other columns than those.
std::optional<Index> left_over(const Case& masked, const std::vector<Index>& columns) {
  const std::optional<CaseFactors> factors = CaseFactors::whole(masked);
  if (!factors) return std::nullopt;
  const std::optional<FeedbackMatrices> sound = factors->feedback({});
  if (!sound) return std::nullopt;
  const SweptRows rows = swept_rows(masked, masked.layer.in);
  const FeedbackFit fit = fit_of(masked, rows, swept_errors<double>(rows, sound->in_double, FedBack::error),
                                 swept_errors<float>(rows, sound->in_float, FedBack::error));
  for (Index k = 0; k < masked.layer.in; ++k) {
    if (std::binary_search(columns.begin(), columns.end(), masked.declared.order[k])) continue;
    if (!(fit.outside.col(k).maxCoeff() < nearly_inside)) return std::nullopt;
  }
  return fit.count();
}

}  // namespace

std::optional<Cause> masked_elsewhere(Search& search, const Judgement& judgement) {
  const Case& c = search.subject();
  if (judgement.wrong < wrong_that_show || c.layer.hessian.empty() || c.layer.in > max_feedback_inputs)
    return std::nullopt;
  const std::vector<Index> intended = columns_to_mask(c);
  for (const Index column : intended)
    if (!is_masked(c, column)) return std::nullopt;
  for (const Mask& mask : misplaced_masks(c)) {
    const std::optional<Index> left = left_over(with_mask(c, mask.columns), intended);
    if (!left || 4 * *left > judgement.wrong) continue;
    return Cause{mask_id,
                 "most likely " + mask.words + ": " + std::to_string(judgement.wrong - *left) + " of " +
                     std::to_string(judgement.wrong) +
                     " wrong decisions fit then; the rest cannot be told, since the entries of columns " +
                     index_words(intended) + " are masked in the hessian given",
                 mask_advice, Half::hessian};
  }
  return std::nullopt;
}

}  // namespace quantcheck::check
