#include <quantcheck/proofs_check/exact/conventions.h>

#include <string>

#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/hessian/min_pivot_fraction_free.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

Order exact_min_pivot(const Case& c) {
  const auto beyond = [&](const std::string& why) {
    return Error(c.name + ": the min-pivot order: " + why + "; give the permutation itself");
  };
  if (c.in > max_exact_inputs)
    throw beyond(std::to_string(c.in) + " inputs: exact arithmetic reaches " +
                 std::to_string(max_exact_inputs));
  const reference::Matrix<Rational> hessian = reference::damped(exact_undamped_hessian(c), c.damping);
  if (reference::udu_fraction_free_cost(hessian) > max_exact_cost)
    throw beyond("the hessian's entries span so many binary digits that exact arithmetic would take hours");
  return reference::min_pivot_order_fraction_free(hessian);
}

}  // namespace

std::vector<Rational> exact_diagonal(const Case& c) {
  std::vector<Rational> diagonal(static_cast<std::size_t>(c.in), Rational(0));
  for (Index j = 0; j < c.in; ++j)
    if (!c.hessian.empty()) diagonal[j] = reference::exact(c.hessian[j * c.in + j]);
  for (Index k = 0; k < std::ssize(c.activations); ++k) {
    const Rational x = reference::exact(c.activations[k]);
    diagonal[k % c.in] += x * x;
  }
  for (Index j = 0; j < c.in; ++j)
    if (c.dead[j] && diagonal[j] == 0) diagonal[j] = 1;
  return diagonal;
}

Rational relative_damping(const Case& c, const Rational& fraction) {
  Rational sum = 0;
  for (const Rational& entry : exact_diagonal(c)) sum += entry;
  return fraction * sum / c.in;
}

Order order_by_name(const Case& c, std::string_view name) {
  if (name == "natural") return reference::natural_order(c.in);
  if (name == "act") return reference::act_order(exact_diagonal(c));
  if (name == "min-pivot") return exact_min_pivot(c);
  throw Error("no order is called " + in_quotes(name));
}

}  // namespace quantcheck::check
