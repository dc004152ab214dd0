#include <quantcheck/proofs_check/certified/scaled_hessian.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/certified/pair.h>
#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

// What the rounding of the diagonal and underflow make, as a share of sqrt(h_ii h_jj).
constexpr double entry_error = 0x1p-52 + 0x1p-500;

// Errors below this change sqrt(h_ii h_jj) by less than the slack of a bound.
constexpr double largest_entry_error = 0x1p-21;

// The power of two whose square brings x > 0 between 1 and 4.
double scale_to_one(const Rational& x) {
  const double exponent = std::floor(reference::log2_of(x) / 2);
  return std::ldexp(1.0, -static_cast<int>(exponent));
}

bool is_finite(const optimized::SquareMatrix& matrix) {
  const double* entries = matrix.entries.data();
  return std::all_of(entries, entries + matrix.size * matrix.stride,
                     [](double x) { return std::isfinite(x); });
}

// The bound for X^T X. Where damping was taken off, the exact diagonal is less than that of X^T X, and the
// bound is the larger share of it. Products of activations may underflow, each by 2^-1075.
double gram_error(const ScaledHessian& hessian, Index samples) {
  const double most_scaling = *std::max_element(hessian.scaling.begin(), hessian.scaling.end());
  const double rounding = rounding_growth(optimized::roundings_of_gram(samples)) * hessian.undamped_share;
  const double underflow = static_cast<double>(samples) * 0x1p-1074 * most_scaling * most_scaling;
  return bound_slack * bound_slack * (rounding + underflow);
}

// Whether no sample has anything but 0 at a column. The square of a small activation may be 0 in double.
bool is_never_active(const Layer& layer, Index column) {
  for (Index k = 0; k < layer.samples; ++k)
    if (layer.activations[k * layer.in + column] != 0) return false;
  return true;
}

}  // namespace

Rational added_to_diagonal(const Case& c, const Hypothesis& hypothesis, Index column, double undamped) {
  const bool unseen = c.declared.dead[column] && undamped == 0 && is_never_active(c.layer, column);
  return hypothesis.damping + Rational(unseen ? 1 : 0);
}

optimized::Pairs diagonal_in_pairs(const Case& c, const Hypothesis& hypothesis,
                                   const ScaledHessian& hessian) {
  optimized::Pairs diagonal;
  for (Index j = 0; j < c.layer.in; ++j) {
    const double entry = hessian.undamped(j, j);
    const Rational power = reference::exact(hessian.scaling[j]);
    const Rational damped = reference::exact(entry) + added_to_diagonal(c, hypothesis, j, entry);
    const Pair pair = nearest_pair(damped * power * power);
    diagonal.hi.push_back(pair.hi);
    diagonal.lo.push_back(pair.lo);
  }
  return diagonal;
}

std::optional<ScaledHessian> scaled_hessian(const Case& c, const Hypothesis& hypothesis) {
  const Layer& layer = c.layer;
  ScaledHessian result;
  result.given = layer.hessian.empty() ? layer.activations : layer.hessian;
  if (layer.hessian.empty()) {
    result.copied = Doubles(result.given);
    result.activations = {result.copied.data(), layer.samples, layer.in, layer.in};
    result.gram = optimized::gram(result.activations);
    if (!is_finite(result.gram)) return std::nullopt;
    result.undamped.view = result.gram.view();
  } else if (const auto floats = result.given.floats_in_place()) {
    result.undamped.view = MatrixView<const float>{floats->data(), layer.in, layer.in, layer.in};
  } else {
    result.copied = Doubles(result.given);
    result.undamped.view = MatrixView<const double>{result.copied.data(), layer.in, layer.in, layer.in};
  }
  for (Index j = 0; j < layer.in; ++j) {
    const Rational entry = reference::exact(result.undamped(j, j));
    const Rational added = added_to_diagonal(c, hypothesis, j, result.undamped(j, j));
    const Rational damped = entry + added;
    if (damped <= 0) return std::nullopt;
    const double scaling = scale_to_one(damped);
    const Rational power = reference::exact(scaling);
    result.scaling.push_back(scaling);
    result.diagonal.push_back(reference::approximate(damped * power * power));
    const Rational share = (abs(entry) + abs(added)) / damped;
    result.undamped_share = std::max(result.undamped_share, bound_slack * reference::approximate(share));
  }
  result.error = entry_error;
  if (layer.hessian.empty()) result.error += gram_error(result, layer.samples);
  if (!(result.error < largest_entry_error)) return std::nullopt;
  return result;
}

double scaled_hessian_memory(const Layer& layer) {
  const auto copied = [](const StoredFloats& x) {
    return x.doubles_in_place() ? 0.0 : sizeof(double) * static_cast<double>(x.size());
  };
  const auto n = static_cast<double>(layer.in);
  if (layer.hessian.empty()) return sizeof(double) * n * n + copied(layer.activations);
  return layer.hessian.floats_in_place() ? 0 : copied(layer.hessian);
}

optimized::DoubleFactor factor_in_double(const ScaledHessian& hessian, const Order& order) {
  return hessian.undamped.visit([&](const auto& entries) {
    return optimized::factor_in_double(entries, hessian.diagonal, order, hessian.scaling);
  });
}

}  // namespace quantcheck::check
