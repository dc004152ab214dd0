#include <quantcheck/tests/support/long_double_box.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace quantcheck::test {
namespace {

using optimized::Quantized;
using Real = long double;

static_assert(std::numeric_limits<Real>::digits >= 64,
              "the limits of the tests are for 80-bit floating point");

std::vector<Real> damped_in_order(const std::vector<float>& hessian, const Quantized& result) {
  const Index n = result.in;
  std::vector<Real> h(hessian.begin(), hessian.end());
  if (result.status.dead_inputs == DeadInputs::zero)
    for (const Index j : result.status.dead) h[j * n + j] = 1;
  std::vector<Real> ordered(n * n);
  for (Index k = 0; k < n; ++k)
    for (Index l = 0; l < n; ++l) ordered[k * n + l] = h[result.order[k] * n + result.order[l]];
  for (Index k = 0; k < n; ++k) ordered[k * n + k] += static_cast<Real>(result.status.damping);
  return ordered;
}

// Factors a symmetric matrix as U D U^T. Row j of the result is column j of U above the diagonal; D is on the
// diagonal.
std::vector<Real> unit_upper(std::vector<Real> schur, Index n) {
  for (Index j = n - 1; j >= 0; --j) {
    Real* column = &schur[j * n];
    const Real pivot = column[j];
    if (!(pivot > 0)) throw std::runtime_error("not positive definite in long double");
    for (Index i = 0; i < j; ++i) {
      const Real multiplier = column[i] / pivot;
      for (Index k = 0; k <= i; ++k) schur[i * n + k] -= multiplier * column[k];
    }
    for (Index i = 0; i < j; ++i) column[i] /= pivot;
  }
  return schur;
}

}  // namespace

OutsideBox outside_box(const MatrixView<const float>& weight, const std::vector<float>& hessian,
                       const Quantized& result) {
  const Index n = result.in;
  const std::vector<Real> u = unit_upper(damped_in_order(hessian, result), n);
  std::vector<bool> zeroed(n);
  if (result.status.dead_inputs == DeadInputs::zero)
    for (const Index j : result.status.dead) zeroed[j] = true;
  OutsideBox found;
  std::vector<Real> e(n);
  for (Index row = 0; row < result.out; ++row)
    for (Index j = 0; j < n; ++j) {
      const Index column = result.order[j];
      const Code code = result.codes[row * n + column];
      const auto scale = static_cast<Real>(result.grid.scale_at(row, column));
      const auto w = zeroed[column] ? Real{0} : static_cast<Real>(weight(row, column));
      e[j] = w - scale * static_cast<Real>(code - result.grid.zero_at(row, column));
      Real v = e[j];
      for (Index i = 0; i < j; ++i) v += e[i] * u[j * n + i];
      const Real r = v / scale;
      if (r > 0 ? result.grid.range.max == code : result.grid.range.min == code) continue;
      const Real excess = (r > 0 ? r : -r) - 0.5L;
      found.largest = std::max(found.largest, excess);
      found.decisions += excess > 1e-12L;
    }
  return found;
}

}  // namespace quantcheck::test
