// How long a number is to read.
#pragma once

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// Binary digits of the numerator, its sign, and of one less than the denominator: 0 has none, 1 the fewest,
/// and rounding down to a multiple of 1 or 1/2 saves some.
Index length(const reference::Rational& x);

template <class Numbers>
Index total_length(const Numbers& numbers) {
  Index total = 0;
  for (const reference::Rational& x : numbers) total += length(x);
  return total;
}

}  // namespace quantcheck::check
