#include <quantcheck/proofs_check/certified/compensation.h>

#include <cmath>
#include <limits>

#include <quantcheck/optimized/parallel/team.h>

namespace quantcheck::check {

using reference::Matrix;

Compensations compensations(const CertifiedFactor& factor, const FactorGroup& group,
                            const CarriedErrors& carried, std::span<const Index> rows,
                            std::span<const RowSums> before) {
  const Index count = std::ssize(rows);
  Compensations result{
      Matrix<double>(count, group.size()),
      Matrix<double>::Constant(count, group.size(), std::numeric_limits<double>::infinity())};
  optimized::Team& team = optimized::team_of(optimized::thread_count(0));
  team.for_each(count, [&](Index r) { group.solve(&carried.value(rows[r], 0), &result.value(r, 0)); });
  if (!group.is_known()) return result;
  const Residuals rest =
      bounded_residuals_of_group(factor, carried, group.upper(), -result.value, rows, before);
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
