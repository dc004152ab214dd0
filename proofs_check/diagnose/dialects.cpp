#include <quantcheck/proofs_check/diagnose/dialects.h>

#include <algorithm>
#include <optional>

#include <quantcheck/optimized/factor.h>
#include <quantcheck/proofs_check/certified/scaled_hessian.h>
#include <quantcheck/proofs_check/exact/orders.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

// The min-pivot order as double precision finds it; nothing where the Hessian does not factor.
std::optional<Order> min_pivot_order(const Case& c) try {
  const std::optional<ScaledHessian> hessian = scaled_hessian(c, as_declared(c));
  if (!hessian) return std::nullopt;
  optimized::FactorOptions options;
  options.order = OrderKind::min_pivot;
  const bool any_dead =
      std::find(c.declared.dead.begin(), c.declared.dead.end(), true) != c.declared.dead.end();
  options.dead_inputs = any_dead ? DeadInputs::zero : DeadInputs::keep;
  options.damping = {0, reference::approximate(c.declared.damping)};
  return hessian->undamped.visit(
      [&](const auto& entries) { return optimized::factorize(entries, options).order; });
} catch (const Error&) {
  return std::nullopt;
}

Dialect of_order(const Case& c, const char* id, const char* words, Order order) {
  Dialect dialect{std::string("order:") + id, std::string("if columns are processed ") + words,
                  "declare the order the codes were made in (tensor `order`), or apply the declared one",
                  as_declared(c)};
  dialect.hypothesis.order = std::move(order);
  return dialect;
}

void add_orders(const Case& c, std::vector<Dialect>& dialects) {
  const auto add = [&](const char* id, const char* words, Order order) {
    const bool known = std::any_of(dialects.begin(), dialects.end(), [&](const Dialect& d) {
      return d.hypothesis.block == 0 && d.hypothesis.order == order;
    });
    if (!known && order != c.declared.order) dialects.push_back(of_order(c, id, words, std::move(order)));
  };
  const auto reversed = [](Order order) {
    std::reverse(order.begin(), order.end());
    return order;
  };
  const Order by_diagonal = act_order(c);
  add("natural", "first to last", reference::natural_order(c.layer.in));
  add("act-order", "by descending diagonal of the hessian (act-order)", by_diagonal);
  add("inverse", "by the inverse of the declared permutation", reference::inverse_order(c.declared.order));
  add("reversed", "by the declared order reversed", reversed(c.declared.order));
  add("last-to-first", "last to first", reversed(reference::natural_order(c.layer.in)));
  add("ascending", "by ascending diagonal of the hessian", reversed(by_diagonal));
}

Rational mean_diagonal(const Case& c) {
  Rational trace = 0;
  if (c.layer.hessian.empty())
    for (const double x : c.layer.activations.values()) trace += reference::exact(x) * reference::exact(x);
  else
    for (Index j = 0; j < c.layer.in; ++j) trace += reference::exact(c.layer.hessian[j * c.layer.in + j]);
  return trace / Rational(c.layer.in);
}

void add_dampings(const Case& c, std::vector<Dialect>& dialects) {
  const Rational mean = mean_diagonal(c);
  const auto add = [&](const char* id, const char* words, const Rational& damping) {
    if (damping == c.declared.damping) return;
    Dialect dialect{
        std::string("damping:") + id, std::string("if ") + words,
        "compare the damping the codes were made with to metadata `damping`; a hessian stored damped "
        "declares none",
        as_declared(c)};
    dialect.hypothesis.damping = damping;
    dialects.push_back(std::move(dialect));
  };
  add("none", "the hessian is not damped", Rational(0));
  add("1%", "the hessian is damped by 1% of its mean diagonal", mean / Rational(100));
  if (c.declared.damping == 0)
    add("1%-removed", "1% of its mean diagonal is taken off the stored hessian", -mean / Rational(101));
}

void add_zero_shifts(const Case& c, std::vector<Dialect>& dialects) {
  for (const Code shift : {Code{1}, Code{-1}}) {
    const std::string sign = shift > 0 ? "+1" : "-1";
    Dialect dialect{
        "zero-point:" + sign, "if every zero point is the stored one " + sign,
        "compare the zero points the codes were made with to the stored ones (GPTQ v1 checkpoints store "
        "zero - 1)",
        as_declared(c)};
    dialect.hypothesis.zero_shift = shift;
    dialects.push_back(std::move(dialect));
  }
}

// Adds the dialect of codes that were limited although the case does not say so: to their own least and
// greatest.
void add_range(const Case& c, std::vector<Dialect>& dialects) {
  if (c.grid.range.min && c.grid.range.max) return;
  const auto [least, greatest] = extremes(c.codes);
  const std::string range = std::to_string(least) + ".." + std::to_string(greatest);
  Dialect dialect{"range:" + range,
                  "if codes are limited to " + range + ", the least and the greatest there are",
                  "declare the ends of the grid, metadata `qmin` and `qmax`", as_declared(c)};
  dialect.hypothesis.range = {least, greatest};
  dialects.push_back(std::move(dialect));
}

void add_blocks(const Case& c, std::vector<Dialect>& dialects) {
  for (const Index block : {Index{128}, Index{64}, Index{32}}) {
    if (block >= c.layer.in) continue;
    const std::string size = std::to_string(block);
    Dialect dialect{
        "blocks:" + size, "if error is not carried from one block of " + size + " columns to the next",
        "look at the update of the columns after a block: it is missing, or its result is not used",
        as_declared(c)};
    dialect.hypothesis.block = block;
    dialects.push_back(std::move(dialect));
  }
}

}  // namespace

Dialect general_inverse(const Case& c) {
  return {"inverse:general",
          "if the rounding of an inverse of the hessian that was not made symmetric is allowed for",
          "invert by Cholesky, or make the inverse symmetric before it is factored", as_declared(c)};
}

std::vector<Dialect> min_pivot_dialect(const Case& c) {
  std::optional<Order> order = min_pivot_order(c);
  if (!order || *order == c.declared.order) return {};
  return {of_order(c, "min-pivot", "in min-pivot order", std::move(*order))};
}

std::vector<Dialect> known_dialects(const Case& c) {
  std::vector<Dialect> dialects;
  Dialect plain{
      "plain-rounding", "if the hessian is ignored: the codes are plain rounding (RTN)",
      "look for a factorization that failed and was replaced by the identity, a hessian that was never "
      "accumulated, or an update whose result is dropped",
      as_declared(c)};
  plain.hypothesis.block = plain_rounding_block;
  dialects.push_back(std::move(plain));
  add_range(c, dialects);
  add_blocks(c, dialects);
  add_orders(c, dialects);
  add_dampings(c, dialects);
  add_zero_shifts(c, dialects);
  return dialects;
}

}  // namespace quantcheck::check
