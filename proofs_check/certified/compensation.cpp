#include <quantcheck/proofs_check/certified/compensation.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/residuals.h>
#include <quantcheck/proofs_check/certified/factor_group.h>

namespace quantcheck::check {

using reference::Matrix;

Compensations compensations(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                            Index begin, Index end, std::span<const Index> rows,
                            std::span<const RowSums> before) {
  const FactorGroup group(factor, begin, end);
  const Order order(hypothesis.order.begin(), hypothesis.order.begin() + end);
  RowErrors errors = row_errors(c, hypothetical_grid(c, hypothesis), order, factor.hessian.scaling, rows);
  const Index count = std::ssize(rows);
  Compensations result{Matrix<double>(count, group.size()),
                       Matrix<double>::Constant(count, group.size(), std::numeric_limits<double>::infinity()),
                       std::ranges::all_of(errors.usable, [](unsigned char usable) { return usable != 0; })};
  errors.error.rightCols(group.size()).setZero();
  const optimized::Buffer<double> carried =
      optimized::residuals_from(factor.factor, {errors.error.data(), count, end, end}, begin);
  optimized::Team& team = optimized::team_of(optimized::thread_count(0));
  team.for_each(count, [&](Index r) {
    group.solve(carried.data() + r * group.size(), &result.value(r, 0));
    for (Index k = 0; k < group.size(); ++k) errors.error(r, begin + k) = -result.value(r, k);
  });
  if (!group.is_known()) return result;
  const Residuals rest = bounded_residuals_from(factor, errors, begin, before);
  team.for_each(count, [&](Index r) {
    std::vector<double> residual;
    residual.reserve(static_cast<std::size_t>(group.size()));
    for (Index k = 0; k < group.size(); ++k)
      residual.push_back(std::fabs(rest.value(r, k)) + rest.error(r, k));
    group.bound(residual.data(), &result.error(r, 0));
  });
  return result;
}

}  // namespace quantcheck::check
