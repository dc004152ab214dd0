// The numbers of an arithmetic, and of a stored format.
#pragma once

#include <algorithm>
#include <cmath>

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {

/// Numbers of `bits` binary digits, normal from 2^min_exponent to below 2^(2 - min_exponent). Of tf32 the
/// operands of products; of exact arithmetic those of fp64.
struct Precision {
  int bits;
  int min_exponent;
};

constexpr Precision precision_of(Arithmetic arithmetic) {
  switch (arithmetic) {
    case Arithmetic::tf32:
      return {11, -126};
    case Arithmetic::bf16:
      return {8, -126};
    case Arithmetic::fp16:
      return {11, -14};
    case Arithmetic::fp32:
      return {24, -126};
    case Arithmetic::fp64:
    case Arithmetic::exact:
      break;
  }
  return {53, -1022};
}

inline Precision precision_of(FloatFormat format) {
  const reference::FloatLayout layout = reference::layout_of(format);
  return {layout.precision, 1 - layout.max_exponent};
}

/// Half of the distance between the numbers at x: the most that a result there is rounded by. Below the least
/// normal number as at it.
inline double half_unit(double x, const Precision& precision) {
  const int exponent = x == 0.0 ? precision.min_exponent : std::max(std::ilogb(x), precision.min_exponent);
  return std::ldexp(1.0, exponent - precision.bits);
}

}  // namespace quantcheck::check
