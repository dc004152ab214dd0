// The length of a number, a measure of how long it is to read.
#pragma once

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// The number of binary digits of the numerator, of its sign, and of the denominator less one. 0 has none and
/// 1 the fewest, and rounding down to a multiple of 1 or 1/2 saves some.
Index length(const reference::Rational& x);

/// The sum of the lengths.
template <class Numbers>
Index total_length(const Numbers& numbers) {
  Index total = 0;
  for (const reference::Rational& x : numbers) total += length(x);
  return total;
}

}  // namespace quantcheck::check
