#include <quantcheck/proofs_check/exact/lattice/ldlq.h>

#include <algorithm>
#include <utility>

#include <quantcheck/proofs_check/cases/coded_block.h>
#include <quantcheck/proofs_check/exact/lattice/admissible.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/criteria/residual_fraction_free.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>

namespace quantcheck::check {

using reference::exact;
using reference::Rational;
using Values = reference::Vector<Rational>;

namespace {

// The Hessian with its rows and columns in processing order.
reference::Matrix<Rational> hessian_in_order(const LatticeCase& c) {
  return reference::permuted(exact_hessian(c), column_order(c));
}

/// One row of an LDLQ case, its columns in processing order.
class LdlqRow {
 public:
  LdlqRow(const LatticeCase& c, const LdlqFactor& factor, Index row, const reference::Work& work)
      : c_(c),
        factor_(factor),
        work_(work),
        row_(row),
        order_(column_order(c)),
        weight_(c.cols),
        value_(c.cols) {
    for (Index k = 0; k < c.cols; ++k) {
      const Index position = row * c.cols + order_[k];
      weight_(k) = exact(c.values[position]);
      if (!c.decoded.empty()) value_(k) = exact(c.decoded[position]);
    }
    if (c.decoded.empty())
      for (Index step = 0; step < c.blocks(); ++step) take(step, points(step).front());
  }

  /// The targets, by step. Where a code stands for one of several points, its target tells which, so that the
  /// lattice blocks after it start from that one.
  std::vector<BlockTarget> targets() {
    std::vector<BlockTarget> found;
    for (Index step = 0; step < c_.blocks(); ++step) {
      found.push_back(target(step));
      if (c_.decoded.empty()) take_nearest(step, found.back());
    }
    return found;
  }

 private:
  CodedBlock coded(Index step) const { return coded_block(c_, {row_, c_.block_at(step)}); }
  std::vector<E8Point> points(Index step) const { return least_points(coded(step).code, c_.q); }

  void take(Index step, const E8Point& point) {
    const Rational beta = exact(c_.beta[coded(step).beta_index]);
    for (Index i = 0; i < lattice_block; ++i)
      value_(step * lattice_block + i) = beta * Rational(point.twice[i], 2);
  }

  // Of several least points of a code, takes the one that is nearest to the target.
  void take_nearest(Index step, const BlockTarget& target) {
    const std::vector<E8Point> least = points(step);
    if (least.size() == 1) return;
    const double scale = c_.beta[coded(step).beta_index];
    const Beta beta{exact(scale), scale};
    const ScaledTarget t(target, beta);
    if (!t.in_range) return;
    const E8Point nearest = nearest_of_class(t, coded(step).code, c_.q);
    if (std::find(least.begin(), least.end(), nearest) != least.end()) take(step, nearest);
  }

  BlockTarget target(Index step) const {
    const Index first = step * lattice_block;
    const Index end = first + lattice_block;
    const Values v =
        reference::residual_fraction_free(weight_.head(end) - value_.head(end), factor_, work_, first);
    if (work_) work_(target_products(v, first));
    Block<Rational> z;
    Block<Rational> target;
    for (Index j = 0; j < lattice_block; ++j) {
      Rational sum = 0;
      for (Index i = 0; i < j; ++i) sum += z[i] * factor_.numerator(first + i, first + j);
      z[j] = v(j) - sum / factor_.denominator(first + j);
      target[j] = value_(first + j) + z[j];
    }
    return block_target(std::move(target));
  }

  // The cost of z and of the target: some 36 sums and products of fractions, each as long as those of v and
  // of S.
  double target_products(const Values& v, Index first) const {
    constexpr double sums = lattice_block * (lattice_block + 1) / 2.0;
    double longest = 0;
    for (Index j = 0; j < lattice_block; ++j)
      longest = std::max(longest, reference::limbs(denominator(v(j))) +
                                      reference::limbs(numerator(factor_.denominator(first + j))));
    return 3 * sums * reference::reduction_products(longest + 1);
  }

  const LatticeCase& c_;
  const LdlqFactor& factor_;
  const reference::Work& work_;
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

double ldlq_factor_cost(const LatticeCase& c) {
  return reference::udu_fraction_free_cost(hessian_in_order(c));
}

LdlqFactor ldlq_factor(const LatticeCase& c, const reference::Work& work) try {
  return reference::udu_fraction_free(hessian_in_order(c), work);
} catch (const reference::NotPositiveDefinite& error) {
  throw Error(c.name + ": the hessian is not positive definite: the pivot of column " +
              std::to_string(column_order(c)[error.index]) + " is " + shortest(error.pivot) +
              (error.zero ? ", exactly" : ""));
}

RowTargets ldlq_targets(const LatticeCase& c, std::shared_ptr<const LdlqFactor> factor,
                        const reference::Work& work) {
  return [&c, factor = std::move(factor), work](Index row) {
    std::vector<BlockTarget> by_step = LdlqRow(c, *factor, row, work).targets();
    if (c.block_order == BlockOrder::last) std::reverse(by_step.begin(), by_step.end());
    return by_step;
  };
}

RowTargets targets_of(const LatticeCase& c, const reference::Work& work) {
  if (c.hessian.empty()) return value_targets(c);
  return ldlq_targets(c, std::make_shared<const LdlqFactor>(ldlq_factor(c, work)), work);
}

Index first_guess(const LatticeCase& c, Index row) {
  if (!c.decoded.empty()) return c.blocks();
  Index step = 0;
  for (; step < c.blocks(); ++step) {
    if (least_points(coded_block(c, {row, c.block_at(step)}).code, c.q).size() > 1) break;
  }
  return step;
}

}  // namespace quantcheck::check
