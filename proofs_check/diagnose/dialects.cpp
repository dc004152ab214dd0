#include <quantcheck/proofs_check/diagnose/dialects.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>

#include <quantcheck/optimized/factor.h>
#include <quantcheck/proofs_check/cases/diagonal.h>
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
  Dialect dialect{
      {std::string("order:") + id, std::string("if columns are processed ") + words,
       "declare the order the codes were made in (tensor `order`), or apply the declared one", Half::order},
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

void add_dampings(const Case& c, std::vector<Dialect>& dialects) {
  const Rational mean = relative_damping(c, Rational(1));
  const auto add = [&](const char* id, const char* words, const Rational& damping) {
    if (damping == c.declared.damping) return;
    dialects.push_back(of_damping(c, std::string("damping:") + id, std::string("if ") + words, damping));
  };
  add("none", "the hessian is not damped", Rational(0));
  add("1%", "the hessian is damped by 1% of its mean diagonal", mean / Rational(100));
  if (c.declared.damping == 0)
    add("1%-removed", "1% of its mean diagonal is taken off the stored hessian", -mean / Rational(101));
}

Dialect of_zero_shift(const Case& c, Code shift) {
  const std::string sign = (shift > 0 ? "+" : "") + std::to_string(shift);
  Dialect dialect{
      {"zero-point:" + sign, "if every zero point is the stored one " + sign,
       "compare the zero points the codes were made with to the stored ones (GPTQ v1 checkpoints store "
       "zero - 1), and what is added to codes when they are packed",
       Half::grid},
      as_declared(c)};
  dialect.hypothesis.zero_shift = shift;
  return dialect;
}

// What most codes of the column that is processed first are above those of plain rounding, of codes that are
// not at an end of the range.
std::optional<Code> shift_at_first_step(const Case& c) {
  const Index column = c.declared.order.front();
  std::map<Code, Index> counts;
  Index counted = 0;
  for (Index row = 0; row < c.layer.out; ++row) {
    const Code code = c.codes(row, column);
    if (code == c.grid.range.min || code == c.grid.range.max) continue;
    const double steps = std::nearbyint(c.weight_at(row, column) / c.grid.scale_at(row, column));
    if (!(std::fabs(steps) < 0x1p53)) continue;
    ++counts[code - c.grid.zero_at(row, column) - static_cast<Code>(steps)];
    ++counted;
  }
  for (const auto& [shift, count] : counts)
    if (2 * count > counted) return shift;
  return std::nullopt;
}

void add_zero_shifts(const Case& c, std::vector<Dialect>& dialects) {
  for (const Code shift : {Code{1}, Code{-1}}) dialects.push_back(of_zero_shift(c, shift));
  const std::optional<Code> seen = shift_at_first_step(c);
  if (seen && std::abs(*seen) > 1) dialects.push_back(of_zero_shift(c, *seen));
}

// Adds the dialect of codes that were limited although the case does not say so: to their own least and
// greatest.
void add_range(const Case& c, std::vector<Dialect>& dialects) {
  if (c.grid.range.min && c.grid.range.max) return;
  const auto [least, greatest] = extremes(c.codes);
  const std::string range = std::to_string(least) + ".." + std::to_string(greatest);
  Dialect dialect{
      {"range:" + range, "if codes are limited to " + range + ", the least and the greatest there are",
       "declare the ends of the grid, metadata `qmin` and `qmax`", Half::grid},
      as_declared(c)};
  dialect.hypothesis.range = {least, greatest};
  dialects.push_back(std::move(dialect));
}

void add_blocks(const Case& c, Index seen, std::vector<Dialect>& dialects) {
  std::vector<Index> blocks{128, 64, 32};
  if (c.grid.groups > 1 && c.layer.in % c.grid.groups == 0) blocks.push_back(c.layer.in / c.grid.groups);
  if (seen > 1) blocks.push_back(seen);
  for (auto block = blocks.begin(); block != blocks.end(); ++block) {
    if (*block >= c.layer.in || *block < 2 || std::find(blocks.begin(), block, *block) != block) continue;
    const std::string size = std::to_string(*block);
    Dialect dialect{
        {"blocks:" + size, "if error is not carried from one block of " + size + " columns to the next",
         "look at the update of the columns after a block: it is missing, or its result is not used",
         Half::hessian},
        as_declared(c)};
    dialect.hypothesis.block = *block;
    dialects.push_back(std::move(dialect));
  }
}

}  // namespace

Dialect general_inverse(const Case& c) {
  return {{"inverse:general",
           "if the rounding of an inverse of the hessian that was not made symmetric is allowed for",
           "invert by Cholesky, or make the inverse symmetric before it is factored", Half::hessian},
          as_declared(c)};
}

Dialect of_damping(const Case& c, std::string id, std::string words, const Rational& damping) {
  Dialect dialect{
      {std::move(id), std::move(words),
       "compare the damping the codes were made with to metadata `damping`; a hessian stored damped "
       "declares none",
       Half::hessian},
      as_declared(c)};
  dialect.hypothesis.damping = damping;
  return dialect;
}

std::vector<Dialect> min_pivot_dialect(const Case& c) {
  std::optional<Order> order = min_pivot_order(c);
  if (!order || *order == c.declared.order) return {};
  return {of_order(c, "min-pivot", "in min-pivot order", std::move(*order))};
}

Dialect plain_rounding_dialect(const Case& c) {
  Dialect plain{
      {"plain-rounding", "if the hessian is ignored: the codes are plain rounding (RTN)",
       "look for a factorization that failed and was replaced by the identity, a hessian that was never "
       "accumulated, or an update whose result is dropped",
       Half::hessian},
      as_declared(c)};
  plain.hypothesis.block = plain_rounding_block;
  return plain;
}

namespace {

// GPTQ, where plain rounding is declared.
Dialect gptq_dialect(const Case& c) {
  Dialect gptq{{"rule:gptq", "if error is carried to the columns after: the codes are GPTQ's",
                "declare the rule that the codes were made by (metadata `rule`)", Half::hessian},
               as_declared(c)};
  gptq.hypothesis.block = 0;
  return gptq;
}

}  // namespace

std::vector<Dialect> known_dialects(const Case& c, Index block) {
  std::vector<Dialect> dialects{c.declared.rule == Rule::rtn ? gptq_dialect(c) : plain_rounding_dialect(c)};
  if (c.has_integer_grid()) add_range(c, dialects);
  add_blocks(c, block, dialects);
  add_orders(c, dialects);
  add_dampings(c, dialects);
  if (c.has_integer_grid()) add_zero_shifts(c, dialects);
  return dialects;
}

}  // namespace quantcheck::check
