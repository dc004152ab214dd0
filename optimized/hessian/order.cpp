#include <algorithm>
#include <numeric>
#include <string>

#include <quantcheck/optimized/hessian/min_pivot.h>
#include <quantcheck/optimized/hessian/order.h>

namespace quantcheck::optimized {
namespace {

void check_permutation(const Order& order, Index in) {
  if (static_cast<Index>(order.size()) != in)
    throw Error("the order has " + std::to_string(order.size()) + " entries for " + std::to_string(in) +
                " inputs");
  std::vector<bool> seen(in, false);
  for (Index k = 0; k < in; ++k) {
    const Index column = order[k];
    if (column < 0 || column >= in || seen[column])
      throw Error("the order is no permutation: entry " + std::to_string(k) + " is " +
                  std::to_string(column));
    seen[column] = true;
  }
}

}  // namespace

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
