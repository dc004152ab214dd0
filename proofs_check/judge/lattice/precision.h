// The numbers of an arithmetic.
#pragma once

#include <quantcheck/reference/layer.h>

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

}  // namespace quantcheck::check
