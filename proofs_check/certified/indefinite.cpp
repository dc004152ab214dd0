#include <quantcheck/proofs_check/certified/indefinite.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <quantcheck/optimized/double_factor.h>
#include <quantcheck/optimized/triangular_solves.h>
#include <quantcheck/proofs_check/certified/exact_hessian_product.h>
#include <quantcheck/proofs_check/certified/scaled_hessian.h>
#include <quantcheck/proofs_check/text/printable.h>

namespace quantcheck::check {

using reference::exact;
using reference::Matrix;
using reference::Rational;

namespace {

// How near to 0 a minor is, as a share of its product, for it to be looked at exactly.
constexpr double suspicious = 0x1p-40;

// The digits after the point of the vector x, and how often it is improved.
constexpr int vector_digits = 192;
constexpr int most_rounds = 6;

std::string at_columns(Index i, Index j) { return std::to_string(i) + " and " + std::to_string(j); }

/// The damped Hessian of a case, entry by entry.
class Entries {
 public:
  Entries(const Case& c, const Hypothesis& hypothesis) : case_(c), hypothesis_(hypothesis) {
    const Layer& layer = c.layer;
    if (layer.hessian.empty()) {
      const Doubles activations(layer.activations);
      gram_ =
          optimized::gram(MatrixView<const double>{activations.data(), layer.samples, layer.in, layer.in});
    }
  }

  /// The entry, rounded; that of the diagonal is damped.
  double near(Index i, Index j) const {
    return i == j ? undamped(i, i) + reference::approximate(added(i)) : undamped(i, j);
  }

  Rational at(Index i, Index j) const {
    const Layer& layer = case_.layer;
    Rational entry = 0;
    if (layer.hessian.empty())
      for (Index s = 0; s < layer.samples; ++s)
        entry += exact(layer.activations[s * layer.in + i]) * exact(layer.activations[s * layer.in + j]);
    else
      entry = exact(undamped(i, j));
    return i == j ? entry + added(i) : entry;
  }

  double undamped(Index i, Index j) const {
    const Layer& layer = case_.layer;
    return layer.hessian.empty() ? gram_.view()(i, j) : layer.hessian[i * layer.in + j];
  }

  Rational added(Index i) const { return added_to_diagonal(case_, hypothesis_, i, undamped(i, i)); }

 private:
  const Case& case_;
  const Hypothesis& hypothesis_;
  optimized::SquareMatrix gram_;
};

std::optional<std::string> by_diagonal(const Case& c, const Entries& entries) {
  for (Index j = 0; j < c.layer.in; ++j) {
    if (c.layer.hessian.empty() && entries.near(j, j) > 0x1p-1000) continue;
    const Rational entry = entries.at(j, j);
    if (entry <= 0)
      return "the entry of its diagonal at column " + std::to_string(j) + " is " +
             shortest(reference::approximate(entry));
  }
  return std::nullopt;
}

std::optional<std::string> by_samples(const Case& c, const Hypothesis& hypothesis) {
  const Index dead = std::count(c.declared.dead.begin(), c.declared.dead.end(), true);
  if (!c.layer.hessian.empty() || hypothesis.damping > 0 || c.layer.samples >= c.layer.in - dead)
    return std::nullopt;
  return std::to_string(c.layer.samples) + " samples cannot show " + std::to_string(c.layer.in - dead) +
         " inputs apart, and it is not damped";
}

std::optional<std::string> by_minor(const Case& c, const Entries& entries) {
  std::vector<double> diagonal;
  for (Index j = 0; j < c.layer.in; ++j) diagonal.push_back(entries.near(j, j));
  for (Index i = 0; i < c.layer.in; ++i)
    for (Index j = 0; j < i; ++j) {
      const double share = (entries.near(i, j) / diagonal[i]) * (entries.near(i, j) / diagonal[j]);
      if (share < 1 - suspicious) continue;
      const Rational entry = entries.at(i, j);
      if (entry * entry >= entries.at(i, i) * entries.at(j, j))
        return "the entry at columns " + at_columns(i, j) +
               ", squared, is not below the product of theirs on the diagonal";
    }
  return std::nullopt;
}

// The part of the scaled Hessian that is left of the steps from `begin` on.
Matrix<double> trailing_part(const ScaledHessian& hessian, const Order& order, Index begin) {
  const Index size = std::ssize(order) - begin;
  Matrix<double> part(size, size);
  for (Index i = 0; i < size; ++i)
    for (Index j = 0; j < size; ++j) {
      const Index row = order[begin + i];
      const Index column = order[begin + j];
      part(i, j) = hessian.undamped(row, column) * hessian.scaling[row] * hessian.scaling[column];
    }
  return part;
}

// The factor of the Hessian's part after the bad step.
optimized::DoubleFactor trailing_factor(const ScaledHessian& hessian, const Order& order, Index begin) {
  const Matrix<double> part = trailing_part(hessian, order, begin);
  std::vector<double> diagonal;
  Order natural;
  for (Index k = begin; k < std::ssize(order); ++k) {
    diagonal.push_back(hessian.diagonal[order[k]]);
    natural.push_back(k - begin);
  }
  return optimized::factor_in_double({part.data(), part.rows(), part.cols(), part.cols()}, diagonal, natural,
                                     {});
}

// An approximate solution of H_BB x = r.
std::vector<double> solve(const optimized::DoubleFactor& factor, const std::vector<double>& r) {
  std::vector<double> x = optimized::solve_trailing(factor, 0, r);
  for (Index k = 0; k < factor.in; ++k) x[k] /= factor.pivots[k];
  return optimized::solve_trailing_transposed(factor, 0, x);
}

std::optional<std::string> by_vector(const Case& c, const Hypothesis& hypothesis, Index step,
                                     const reference::Work& work) {
  const std::optional<ScaledHessian> hessian = scaled_hessian(c, hypothesis);
  if (!hessian) return std::nullopt;
  const Index n = c.layer.in;
  const Index begin = step + 1;
  optimized::DoubleFactor factor;
  if (begin < n) factor = trailing_factor(*hessian, hypothesis.order, begin);
  if (factor.bad_step >= 0) return std::nullopt;
  std::vector<Rational> u(static_cast<std::size_t>(n), Rational(0));
  u[step] = 1;
  for (int round = 0; round < most_rounds; ++round) {
    const std::vector<Rational> product =
        exact_hessian_product(c, hypothesis, *hessian, hypothesis.order, {u, vector_digits}, work);
    Rational form = 0;
    for (Index k = step; k < n; ++k) form += u[k] * product[k];
    if (form <= 0)
      return "x H x^T is " + shortest(reference::approximate(form)) + " for an x that is 1 at column " +
             std::to_string(hypothesis.order[step]) + " and 0 at those processed before it";
    if (begin == n) break;
    std::vector<double> rest;
    for (Index k = begin; k < n; ++k) rest.push_back(reference::approximate(product[k]));
    const std::vector<double> x = solve(factor, rest);
    for (Index k = begin; k < n; ++k) u[k] -= rounded_to(exact(x[k - begin]), vector_digits);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> proof_of_indefinite(const Case& c, const Hypothesis& hypothesis, Index bad_step,
                                               const reference::Work& work) {
  const Entries entries(c, hypothesis);
  if (auto proof = by_diagonal(c, entries)) return proof;
  if (auto proof = by_samples(c, hypothesis)) return proof;
  if (auto proof = by_minor(c, entries)) return proof;
  return bad_step < 0 ? std::nullopt : by_vector(c, hypothesis, bad_step, work);
}

}  // namespace quantcheck::check
