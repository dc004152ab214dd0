// The Hessian of a case as a replay computes it, for sizes at which copies of it count.
#pragma once

#include <algorithm>
#include <vector>

#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/replay/dense/product.h>
#include <quantcheck/proofs_check/replay/dense/square.h>
#include <quantcheck/proofs_check/replay/jitter.h>

namespace quantcheck::check {

/// A version of the Hessian: which jitter it has, in units of `roundoff`, and the sample from which on that
/// of activations is summed.
struct HessianVersion {
  int number = 0;
  double roundoff = 0;
  Index first_sample = 0;
};

/// Minus X^T X (in x in) summed in F, where only what is not above the diagonal is set.
template <class F>
Square<F> negative_gram(const Case& c, Index first) {
  const Index n = c.layer.in;
  std::vector<F> activations(c.layer.activations.size());
  c.layer.activations.visit([&](const auto& number) {
    for (Index sample = 0; sample < c.layer.samples; ++sample)
      for (Index j = 0; j < n; ++j)
        activations[sample * n + j] = static_cast<F>(number((sample + first) % c.layer.samples * n + j));
  });
  const MatrixView<F> x{activations.data(), c.layer.samples, n, n};
  Square<F> sums = Square<F>::zeros(n);
  subtract_product(transposed(x), as_stored(x), sums.view(), ProductPart::lower);
  return sums;
}

/// The damped Hessian, computed in F, where row and column k are those of column order[k]; the order is the
/// hypothesis's or its reverse. Both triangles are set.
template <class F>
Square<F> working_hessian(const Case& c, const Hypothesis& hypothesis, const Order& order,
                          const HessianVersion& version) {
  const Index n = c.layer.in;
  const Square<F> sums = c.layer.hessian.empty() ? negative_gram<F>(c, version.first_sample) : Square<F>(0);
  const F damping = static_cast<F>(reference::approximate(hypothesis.damping));
  Square<F> result(n);
  c.layer.hessian.visit([&](const auto& number) {
    const auto entry_at = [&](Index i, Index j) {
      F entry = c.layer.hessian.empty() ? -sums(i, j) : static_cast<F>(number(i * n + j));
      entry = static_cast<F>(static_cast<double>(entry) *
                             (1.0 + version.roundoff * jitter(version.number, i, j)));
      if (i == j && c.declared.dead[i] && entry == F(0)) entry = F(1);
      return i == j ? entry + damping : entry;
    };
    in_parts<16>(n, n, [&](Index first, Index count) {
      for (Index k = first; k < first + count; ++k)
        for (Index l = 0; l <= k; ++l)
          result(k, l) = result(l, k) = entry_at(std::max(order[k], order[l]), std::min(order[k], order[l]));
    });
  });
  return result;
}

}  // namespace quantcheck::check
