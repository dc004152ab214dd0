#include <quantcheck/proofs_check/quantize/declared_case.h>

#include <algorithm>
#include <numeric>
#include <string>

#include <quantcheck/optimized/factor.h>
#include <quantcheck/optimized/gram.h>
#include <quantcheck/proofs_check/cases/diagonal.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/orders.h>
#include <quantcheck/proofs_check/quantize/exact.h>
#include <quantcheck/proofs_check/quantize/prepared.h>
#include <quantcheck/reference/number/nearest_float.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

// Throws Error unless the row of a given Hessian is 0 like its diagonal entry. With activations, it is.
void require_dead(const Layer& layer, Index input) {
  if (layer.hessian.empty()) return;
  for (Index j = 0; j < layer.in; ++j)
    if (layer.hessian[input * layer.in + j] != 0)
      throw Error("input " + std::to_string(input) +
                  " is not dead, though the hessian's diagonal is 0: column " + std::to_string(j) +
                  " of its row is not");
}

Order min_pivot_in_double(const Case& c) {
  optimized::FactorOptions options;
  options.order = OrderKind::min_pivot;
  options.damping = {0, reference::nearest_double(c.declared.damping)};
  options.dead_inputs = std::ranges::count(c.declared.dead, true) > 0 ? DeadInputs::zero : DeadInputs::keep;
  const Layer& layer = c.layer;
  if (!layer.hessian.empty()) {
    const Doubles hessian(layer.hessian);
    const MatrixView<const double> view{hessian.data(), layer.in, layer.in, layer.in};
    return optimized::factorize(view, options).order;
  }
  const Doubles activations(layer.activations);
  const optimized::SquareMatrix gram =
      optimized::gram(MatrixView<const double>{activations.data(), layer.samples, layer.in, layer.in});
  return optimized::factorize(gram.view(), options).order;
}

Order order_of(Case& c, const std::vector<Rational>& diagonal, const QuantizeOptions& options) {
  switch (options.order) {
    case OrderKind::natural:
      break;
    case OrderKind::act:
      return reference::act_order(diagonal);
    case OrderKind::min_pivot:
      if (c.layer.in <= max_exact_inputs) return order_by_name(c, "min-pivot");
      c.note += "; the order was found in double";
      return min_pivot_in_double(c);
    case OrderKind::given:
      return options.given_order;
  }
  return reference::natural_order(c.layer.in);
}

}  // namespace

Case declared_case(const Layer& layer, const QuantizeOptions& options, const Progress& progress) {
  Case c = case_without_codes(layer, options);
  std::vector<Rational> diagonal = exact_diagonal(c);
  if (options.dead_inputs == DeadInputs::zero)
    for (Index input = 0; input < layer.in; ++input) {
      if (diagonal[input] != 0) continue;
      require_dead(layer, input);
      set_dead(c, {input});
      diagonal[input] = 1;
    }
  const Rational trace = std::accumulate(diagonal.begin(), diagonal.end(), Rational(0));
  c.declared.damping = exact_damping(trace, layer.in, options.damping);
  if (progress) progress("finding the order", 0, 1);
  c.declared.order = order_of(c, diagonal, options);
  return c;
}

}  // namespace quantcheck::check
