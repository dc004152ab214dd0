#include <quantcheck/proofs_check/judge/lattice/ldlq.h>

#include <algorithm>
#include <utility>

#include <quantcheck/proofs_check/io/printable.h>
#include <quantcheck/proofs_check/judge/budget.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/lattice/admissible.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/reference/criteria/residual_fraction_free.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>

namespace quantcheck::check {

using reference::exact;
using reference::Rational;
using Values = reference::Vector<Rational>;

namespace {

// Rows and columns as they are processed.
reference::Matrix<Rational> hessian_in_order(const LatticeCase& c) {
  return reference::permuted(exact_hessian(c), column_order(c));
}

/// One row, in processing order.
class LdlqRow {
 public:
  LdlqRow(const LatticeCase& c, const LdlqFactor& factor, Index row)
      : c_(c), factor_(factor), row_(row), order_(column_order(c)), weight_(c.cols), value_(c.cols) {
    for (Index k = 0; k < c.cols; ++k) {
      const Index position = row * c.cols + order_[k];
      weight_(k) = exact(c.values[position]);
      if (!c.decoded.empty()) value_(k) = exact(c.decoded[position]);
    }
    if (c.decoded.empty())
      for (Index step = 0; step < c.blocks(); ++step) take(step, points(step).front());
  }

  /// By step.
  std::vector<BlockTarget> targets() {
    for (Index step = first_guess(c_, row_);; ++step) {
      std::vector<BlockTarget> found = with_values();
      while (step < c_.blocks() && !better_guess(step, found[step])) ++step;
      if (step >= c_.blocks()) return found;
    }
  }

 private:
  CodedBlock coded(Index step) const {
    return coded_block(c_, {row_, order_[step * lattice_block] / lattice_block});
  }
  std::vector<E8Point> points(Index step) const { return least_points(coded(step).code, c_.q); }

  void take(Index step, const E8Point& point) {
    const Rational beta = exact(c_.beta[coded(step).beta_index]);
    for (Index i = 0; i < lattice_block; ++i)
      value_(step * lattice_block + i) = beta * Rational(point.twice[i], 2);
  }

  // Whether another of several least points is nearer to the target; takes it.
  bool better_guess(Index step, const BlockTarget& target) {
    const std::vector<E8Point> least = points(step);
    if (least.size() == 1) return false;
    const double scale = c_.beta[coded(step).beta_index];
    const Beta beta{exact(scale), scale};
    const ScaledTarget t(target, beta);
    if (!t.in_range) return false;
    const E8Point nearest = nearest_of_class(t, coded(step).code, c_.q);
    if (nearest == least.front() || std::find(least.begin(), least.end(), nearest) == least.end())
      return false;
    take(step, nearest);
    return true;
  }

  std::vector<BlockTarget> with_values() const {
    const Values v = reference::residual_fraction_free(weight_ - value_, factor_);
    std::vector<BlockTarget> targets;
    for (Index first = 0; first < c_.cols; first += lattice_block) {
      Block<Rational> z;
      Block<Rational> target;
      for (Index j = 0; j < lattice_block; ++j) {
        Rational sum = 0;
        for (Index i = 0; i < j; ++i) sum += z[i] * factor_.numerator(first + i, first + j);
        z[j] = v(first + j) - sum / factor_.denominator(first + j);
        target[j] = value_(first + j) + z[j];
      }
      targets.push_back(block_target(std::move(target)));
    }
    return targets;
  }

  const LatticeCase& c_;
  const LdlqFactor& factor_;
  Index row_;
  Order order_;
  Values weight_;
  Values value_;  // what the codes stand for
};

}  // namespace

Order column_order(const LatticeCase& c) {
  Order order;
  for (Index step = 0; step < c.blocks(); ++step) {
    const Index block = c.block_order == BlockOrder::first ? step : c.blocks() - 1 - step;
    for (Index i = 0; i < lattice_block; ++i) order.push_back(block * lattice_block + i);
  }
  return order;
}

reference::Matrix<Rational> exact_hessian(const LatticeCase& c) {
  if (c.hessian.empty()) return {};
  reference::Matrix<Rational> hessian(c.cols, c.cols);
  for (Index i = 0; i < c.cols; ++i)
    for (Index j = 0; j < c.cols; ++j) hessian(i, j) = exact(c.hessian[i * c.cols + j]);
  return hessian;
}

std::string beyond_exact_ldlq(const LatticeCase& c, double budget_times) {
  if (c.cols > max_exact_inputs)
    return std::to_string(c.cols) + " inputs: exact arithmetic reaches " + std::to_string(max_exact_inputs);
  const auto pairs = static_cast<double>(c.cols * c.cols) / 2.0;
  const double cost =
      reference::udu_fraction_free_cost(hessian_in_order(c)) + 500.0 * pairs * static_cast<double>(c.rows);
  if (cost > budget_times * default_budget)
    return "so many rows, or entries of the hessian of so many binary digits, would take exact arithmetic "
           "more than the "
           "budget (--budget)";
  return "";
}

LdlqFactor ldlq_factor(const LatticeCase& c) try {
  return reference::udu_fraction_free(hessian_in_order(c));
} catch (const reference::NotPositiveDefinite& error) {
  throw Error(c.name + ": the hessian is not positive definite: the pivot of column " +
              std::to_string(column_order(c)[error.index]) + " is " + shortest(error.pivot) +
              (error.zero ? ", exactly" : "") + "; it needs damping");
}

RowTargets ldlq_targets(const LatticeCase& c, std::shared_ptr<const LdlqFactor> factor) {
  return [&c, factor = std::move(factor)](Index row) {
    std::vector<BlockTarget> by_step = LdlqRow(c, *factor, row).targets();
    if (c.block_order == BlockOrder::last) std::reverse(by_step.begin(), by_step.end());
    return by_step;
  };
}

RowTargets targets_of(const LatticeCase& c) {
  if (c.hessian.empty()) return value_targets(c);
  return ldlq_targets(c, std::make_shared<const LdlqFactor>(ldlq_factor(c)));
}

Index first_guess(const LatticeCase& c, Index row) {
  if (!c.decoded.empty()) return c.blocks();
  Index step = 0;
  for (; step < c.blocks(); ++step) {
    const Index block = c.block_order == BlockOrder::first ? step : c.blocks() - 1 - step;
    if (least_points(coded_block(c, {row, block}).code, c.q).size() > 1) break;
  }
  return step;
}

}  // namespace quantcheck::check
