// The numbers of an arithmetic and of a stored format: their digits, their range, and what they round by.
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
  return {layout.precision, layout.min_exponent};
}

/// What an arithmetic calculates with and what it stores. tf32 is a mode of products: its numbers are stored
/// as fp32, and `operands` describes the operands of products. Exact arithmetic has the traits of fp64.
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

/// Whether the arithmetic is tf32, bf16 or fp16; sweeps in these are emulated.
constexpr bool is_coarser_than_float(Arithmetic arithmetic) { return precision_of(arithmetic).bits < 24; }

/// The unit roundoff u of an arithmetic: half of the distance from 1 to the next number. It is 0 for exact
/// arithmetic.
inline double unit_roundoff(Arithmetic arithmetic) {
  return arithmetic == Arithmetic::exact ? 0.0 : std::ldexp(1.0, -precision_of(arithmetic).bits);
}

/// The unit roundoff of the numbers that an arithmetic stores. It is 0 for exact arithmetic.
inline double storage_roundoff(Arithmetic arithmetic) {
  return arithmetic == Arithmetic::exact ? 0.0
                                         : std::ldexp(1.0, -precision_of(traits_of(arithmetic).storage).bits);
}

/// Half of the distance between neighbouring numbers at x, which is the most that a result there is rounded
/// by. Below the least normal number the distance is the same as at it.
inline double half_unit(double x, const Precision& precision) {
  const int exponent = x == 0.0 ? precision.min_exponent : std::max(std::ilogb(x), precision.min_exponent);
  return std::ldexp(1.0, exponent - precision.bits);
}

}  // namespace quantcheck::check
