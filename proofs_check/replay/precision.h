// The numbers of an arithmetic and of a stored format: how many digits, what range, what they round by.
#pragma once

#include <algorithm>
#include <cmath>

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {

/// Numbers of `bits` binary digits, normal from 2^min_exponent to below 2^(2 - min_exponent).
struct Precision {
  int bits;
  int min_exponent;
};

inline Precision precision_of(FloatFormat format) {
  const reference::FloatLayout layout = reference::layout_of(format);
  return {layout.precision, 1 - layout.max_exponent};
}

/// What an arithmetic calculates with and what it stores: tf32 is a mode of products, of which `operands` are
/// the operands, and its numbers are stored as fp32. Of exact arithmetic those of fp64.
struct ArithmeticTraits {
  Precision operands;
  FloatFormat storage;
};

constexpr ArithmeticTraits traits_of(Arithmetic arithmetic) {
  switch (arithmetic) {
    case Arithmetic::fp32:
      return {{24, -126}, FloatFormat::f32};
    case Arithmetic::tf32:
      return {{11, -126}, FloatFormat::f32};
    case Arithmetic::bf16:
      return {{8, -126}, FloatFormat::bf16};
    case Arithmetic::fp16:
      return {{11, -14}, FloatFormat::f16};
    case Arithmetic::fp64:
    case Arithmetic::exact:
      break;
  }
  return {{53, -1022}, FloatFormat::f64};
}

constexpr Precision precision_of(Arithmetic arithmetic) { return traits_of(arithmetic).operands; }

/// tf32, bf16 and fp16: sweeps in them are emulated.
constexpr bool is_coarser_than_float(Arithmetic arithmetic) { return precision_of(arithmetic).bits < 24; }

/// The unit roundoff u of an arithmetic: half the distance from 1 to the next number. 0 for exact.
inline double unit_roundoff(Arithmetic arithmetic) {
  return arithmetic == Arithmetic::exact ? 0.0 : std::ldexp(1.0, -precision_of(arithmetic).bits);
}

/// That of the numbers it stores.
inline double storage_roundoff(Arithmetic arithmetic) {
  return arithmetic == Arithmetic::exact ? 0.0
                                         : std::ldexp(1.0, -precision_of(traits_of(arithmetic).storage).bits);
}

/// Half of the distance between the numbers at x: the most that a result there is rounded by. Below the least
/// normal number as at it.
inline double half_unit(double x, const Precision& precision) {
  const int exponent = x == 0.0 ? precision.min_exponent : std::max(std::ilogb(x), precision.min_exponent);
  return std::ldexp(1.0, exponent - precision.bits);
}

}  // namespace quantcheck::check
