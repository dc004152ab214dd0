#include <quantcheck/proofs_check/judge/lattice/product.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/replay/emulated.h>
#include <quantcheck/proofs_check/replay/precision.h>

namespace quantcheck::check {

using reference::Rational;

bool is_product(double value, const Beta& beta, Code twice, Arithmetic arithmetic, FloatFormat format) {
  const double factor = static_cast<double>(twice) / 2;
  const double in_double = beta.rounded * factor;
  const bool normal = in_double == 0.0 ? twice == 0 : std::fabs(in_double) > 0x1p-900;
  const bool exact_in_double = beta.exact == reference::exact(beta.rounded) && normal &&
                               std::fma(beta.rounded, factor, -in_double) == 0.0;
  if (exact_in_double && value == in_double) return true;
  if (arithmetic == Arithmetic::exact && exact_in_double) return false;

  const Precision precision = precision_of(arithmetic);
  const Precision stored = precision_of(format);
  const auto is_a_number = [&](double x) {
    return rounded_to(x, precision.bits, precision.min_exponent, HUGE_VAL) == x;
  };
  const bool rounded_once =
      arithmetic != Arithmetic::tf32 && is_a_number(beta.rounded) && is_a_number(factor);
  // Where rounding crosses a power of two, the units are those below it.
  const auto allowed_at = [&](double product) {
    const double truncated = std::min(std::fabs(product), std::fabs(value));
    double allowed = half_unit(truncated, precision) * (rounded_once ? 1 : 4);
    if (stored.bits < precision.bits) allowed += half_unit(truncated, stored);
    return allowed;
  };
  // allowed_at is a double, the sum of a few powers of two. So the rounded difference is no more than that if
  // and only if the exact one is.
  if (exact_in_double && arithmetic != Arithmetic::exact)
    return std::fabs(value - in_double) <= allowed_at(in_double);
  const Rational product = beta.exact * Rational(twice, 2);
  const Rational error = abs(Rational(reference::exact(value) - product));
  if (arithmetic == Arithmetic::exact) return error == 0;
  // The units are those below the product here, too, because approximate() truncates.
  return error <= reference::exact(allowed_at(reference::approximate(product)));
}

}  // namespace quantcheck::check
