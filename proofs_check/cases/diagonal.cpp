#include <quantcheck/proofs_check/cases/diagonal.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/optimized/parallel/team.h>

namespace quantcheck::check {

using reference::Integer;
using reference::Rational;

namespace {

constexpr int digits = 53;

// The sum of the squares of a column of activations. Each is an integer times the least power of two among
// them.
Rational sum_of_squares(const Layer& layer, Index column) {
  std::vector<double> values;
  for (Index sample = 0; sample < layer.samples; ++sample)
    values.push_back(layer.activations[sample * layer.in + column]);
  const auto at = [&](Index sample) { return values[sample]; };
  double least = std::numeric_limits<double>::infinity();
  for (Index sample = 0; sample < layer.samples; ++sample)
    if (at(sample) != 0) least = std::min(least, std::fabs(at(sample)));
  if (!std::isfinite(least)) return 0;
  const int unit = std::ilogb(least) + 1 - digits;
  Integer sum = 0;
  for (Index sample = 0; sample < layer.samples; ++sample) {
    int exponent = 0;
    const double fraction = std::frexp(std::fabs(at(sample)), &exponent);
    if (fraction == 0) continue;
    const Integer multiple = Integer(static_cast<Code>(std::ldexp(fraction, digits)))
                             << (exponent - digits - unit);
    sum += multiple * multiple;
  }
  const Rational power(Integer(1) << std::abs(2 * unit));
  return unit < 0 ? Rational(sum) / power : Rational(sum) * power;
}

}  // namespace

std::vector<Rational> exact_diagonal(const Case& c) {
  std::vector<Rational> diagonal(static_cast<std::size_t>(c.layer.in), Rational(0));
  for (Index j = 0; j < c.layer.in; ++j)
    if (!c.layer.hessian.empty()) diagonal[j] = reference::exact(c.layer.hessian[j * c.layer.in + j]);
  if (!c.layer.activations.empty())
    optimized::team_of(optimized::thread_count(0)).for_each(c.layer.in, [&](Index j) {
      diagonal[j] = sum_of_squares(c.layer, j);
    });
  for (Index j = 0; j < c.layer.in; ++j)
    if (c.declared.dead[j] && diagonal[j] == 0) diagonal[j] = 1;
  return diagonal;
}

Rational relative_damping(const Case& c, const Rational& fraction) {
  if (!c.layer.has_hessian())
    throw Error(c.name + ": a damping relative to the diagonal of the hessian, and there is none");
  Rational sum = 0;
  for (const Rational& entry : exact_diagonal(c)) sum += entry;
  return fraction * sum / c.layer.in;
}

}  // namespace quantcheck::check
