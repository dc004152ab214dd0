#include <quantcheck/proofs_check/certified/compensation.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/factor_group.h>
#include <quantcheck/proofs_check/certified/residuals.h>

namespace quantcheck::check {

using reference::Matrix;

Compensations compensations(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                            const CertifiedFactor& leading, Index begin, std::span<const Index> rows) {
  const FactorGroup group(leading, begin, leading.factor.in);
  const Order order(hypothesis.order.begin(), hypothesis.order.begin() + leading.factor.in);
  RowErrors errors = row_errors(c, hypothetical_grid(c, hypothesis), order, factor.hessian.scaling, rows);
  const Index count = std::ssize(rows);
  Compensations result{Matrix<double>(count, group.size()),
                       Matrix<double>::Constant(count, group.size(), std::numeric_limits<double>::infinity()),
                       std::ranges::all_of(errors.usable, [](unsigned char usable) { return usable != 0; })};
  errors.error.rightCols(group.size()).setZero();
  const Residuals carried = bounded_residuals(leading, hypothesis, errors);
  optimized::Team& team = optimized::team_of(optimized::thread_count(0));
  team.for_each(count, [&](Index r) {
    group.solve(&carried.value(r, begin), &result.value(r, 0));
    for (Index k = 0; k < group.size(); ++k) errors.error(r, begin + k) = -result.value(r, k);
  });
  if (!group.is_known()) return result;
  const Residuals rest = bounded_residuals(leading, hypothesis, errors);
  team.for_each(count, [&](Index r) {
    std::vector<double> residual;
    for (Index k = begin; k < leading.factor.in; ++k)
      residual.push_back(std::fabs(rest.value(r, k)) + rest.error(r, k));
    group.bound(residual.data(), &result.error(r, 0));
  });
  return result;
}

}  // namespace quantcheck::check
