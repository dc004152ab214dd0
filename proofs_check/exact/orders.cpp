#include <quantcheck/proofs_check/exact/orders.h>

#include <string>

#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/hessian/min_pivot_fraction_free.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

Order exact_min_pivot(const Case& c) {
  const auto beyond = [&](const std::string& why) {
    return Error(c.name + ": the min-pivot order: " + why + "; give the permutation itself");
  };
  if (c.layer.in > max_exact_inputs)
    throw beyond(std::to_string(c.layer.in) + " inputs: exact arithmetic reaches " +
                 std::to_string(max_exact_inputs));
  const reference::Matrix<Rational> hessian =
      reference::damped(exact_undamped_hessian(c), c.declared.damping);
  if (reference::udu_fraction_free_cost(hessian) > max_exact_cost)
    throw beyond("the hessian's entries span so many binary digits that exact arithmetic would take hours");
  return reference::min_pivot_order_fraction_free(hessian);
}

}  // namespace

OrderKind order_kind(const Case& c) {
  const Order& order = c.declared.order;
  if (order == reference::natural_order(c.layer.in)) return OrderKind::natural;
  return c.layer.has_hessian() && order == act_order(c) ? OrderKind::act : OrderKind::given;
}

Order order_by_name(const Case& c, std::string_view name) {
  if (name == "natural") return reference::natural_order(c.layer.in);
  if (!c.layer.has_hessian() && (name == "act" || name == "gar" || name == "min-pivot"))
    throw Error(c.name + ": the order " + in_quotes(name) + " is one by the hessian, and there is none");
  if (name == "act") return act_order(c);
  if (name == "gar") return group_aware_order(c);
  if (name == "min-pivot") return exact_min_pivot(c);
  throw Error("no order is called " + in_quotes(name));
}

}  // namespace quantcheck::check
