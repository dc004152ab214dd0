// Numbers as a case file holds them.
#pragma once

#include <quantcheck/reference/number/nearest_float.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::test {

/// The number itself where a finite decimal equals it, the nearest double otherwise.
inline reference::Rational written(const reference::Rational& x) {
  reference::Integer rest = denominator(x);
  for (const int factor : {2, 5})
    while (rest % factor == 0) rest /= factor;
  return rest == 1 ? x : reference::exact(reference::nearest_double(x));
}

}  // namespace quantcheck::test
