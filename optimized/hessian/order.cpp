#include <algorithm>
#include <numeric>

#include <quantcheck/optimized/checks/columns.h>
#include <quantcheck/optimized/hessian/min_pivot.h>
#include <quantcheck/optimized/hessian/order.h>

namespace quantcheck::optimized {
Order find_order(const HessianView& hessian, const std::vector<double>& undamped,
                 const std::vector<double>& damped, const FactorOptions& options, const Kernels& kernels,
                 Team& team) {
  const Index in = static_cast<Index>(undamped.size());
  Order order(in);
  std::iota(order.begin(), order.end(), Index{0});
  switch (options.order) {
    case OrderKind::natural:
      break;
    case OrderKind::act:
      std::stable_sort(order.begin(), order.end(),
                       [&](Index a, Index b) { return undamped[a] > undamped[b]; });
      break;
    case OrderKind::min_pivot:
      return min_pivot_order(hessian, damped, kernels, team);
    case OrderKind::given:
      check_permutation(options.given_order, in);
      return options.given_order;
  }
  return order;
}

}  // namespace quantcheck::optimized
