#include <quantcheck/proofs_check/certified/compensated_weights.h>

#include <algorithm>
#include <vector>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/residuals.h>
#include <quantcheck/proofs_check/certified/factor_group.h>
#include <quantcheck/proofs_check/certified/row_errors.h>

namespace quantcheck::check {

CompensatedWeights compensated_weights(const Case& c, const CertifiedFactor& factor, Index begin, Index end,
                                       std::span<const Index> rows) {
  const Index count = std::ssize(rows);
  const Index steps = end - begin;
  CompensatedWeights result{reference::Matrix<double>(count, steps), true};
  for (Index r = 0; r < count; ++r)
    for (Index k = 0; k < steps; ++k) result.value(r, k) = c.weight_at(rows[r], c.declared.order[begin + k]);
  if (begin == 0) return result;
  const Order order(c.declared.order.begin(), c.declared.order.begin() + end);
  RowErrors errors = row_errors(c, hypothetical_grid(c, as_declared(c)), order, factor.hessian.scaling, rows);
  result.usable = std::ranges::find(errors.usable, 0) == errors.usable.end();
  if (!result.usable) return result;
  errors.error.rightCols(steps).setZero();
  const optimized::Buffer<double> carried =
      optimized::residuals_from(factor.factor, {errors.error.data(), count, end, end}, begin);
  const FactorGroup group(factor, begin, end);
  optimized::team_of(optimized::thread_count(0)).for_each(count, [&](Index r) {
    std::vector<double> change(static_cast<std::size_t>(steps));
    group.solve(carried.data() + r * steps, change.data());
    for (Index k = 0; k < steps; ++k)
      result.value(r, k) += change[k] * factor.hessian.scaling[order[begin + k]];
  });
  return result;
}

}  // namespace quantcheck::check
