#include <quantcheck/proofs_check/exact/diagonal.h>

namespace quantcheck::check {

using reference::Rational;

std::vector<Rational> exact_diagonal(const Case& c) {
  std::vector<Rational> diagonal(static_cast<std::size_t>(c.layer.in), Rational(0));
  for (Index j = 0; j < c.layer.in; ++j)
    if (!c.layer.hessian.empty()) diagonal[j] = reference::exact(c.layer.hessian[j * c.layer.in + j]);
  for (Index k = 0; k < std::ssize(c.layer.activations); ++k) {
    const Rational x = reference::exact(c.layer.activations[k]);
    diagonal[k % c.layer.in] += x * x;
  }
  for (Index j = 0; j < c.layer.in; ++j)
    if (c.declared.dead[j] && diagonal[j] == 0) diagonal[j] = 1;
  return diagonal;
}

Rational relative_damping(const Case& c, const Rational& fraction) {
  Rational sum = 0;
  for (const Rational& entry : exact_diagonal(c)) sum += entry;
  return fraction * sum / c.layer.in;
}

}  // namespace quantcheck::check
