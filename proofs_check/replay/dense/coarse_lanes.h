// The products and sums of the arithmetics coarser than float32, in a form that compilers vectorize.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include <quantcheck/proofs_check/replay/emulated.h>

namespace quantcheck::check {

/// How a sweep in T takes the operands of its products, multiplies and adds. Numbers of T are held as floats.
/// All is as in emulated.h, but that products which are subnormal in float may be rounded twice: by at most
/// 2^-150.
template <class T>
struct CoarseLanes;

namespace coarse_lanes_detail {

/// x rounded to 24 - Dropped bits, half to even, which leaves infinities and NaN as they are.
template <int Dropped>
inline float without_low_bits(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  constexpr std::uint32_t half = (1U << (Dropped - 1)) - 1;
  const std::uint32_t rounded = (bits + half + ((bits >> Dropped) & 1U)) & ~((1U << Dropped) - 1);
  return std::bit_cast<float>((bits & 0x7f800000U) == 0x7f800000U ? bits : rounded);
}

// The result of one operation on two numbers of the format, from that in float. This is correct because float
// has twice the format's digits and two more (rounded_to).
inline float as_bf16(float x) { return without_low_bits<16>(x); }
inline float as_fp16(float x) {
  constexpr float least_normal = 0x1p-14F;
  constexpr float beyond = 65520;
  const float magnitude = std::fabs(x);
  // Next to a half, the numbers of float are as far apart as the subnormal ones of fp16.
  const float subnormal = std::copysign((magnitude + 0.5F) - 0.5F, x);
  const float normal = magnitude >= beyond ? std::copysign(HUGE_VALF, x) : without_low_bits<13>(x);
  return magnitude < least_normal ? subnormal : (magnitude == magnitude ? normal : x);
}

}  // namespace coarse_lanes_detail

template <>
struct CoarseLanes<Bf16> {
  static float operand(float x) { return x; }
  static float product(float a, float b) { return coarse_lanes_detail::as_bf16(a * b); }
  static float sum(float a, float b) { return coarse_lanes_detail::as_bf16(a + b); }
};

template <>
struct CoarseLanes<Fp16> {
  static float operand(float x) { return x; }
  static float product(float a, float b) { return coarse_lanes_detail::as_fp16(a * b); }
  static float sum(float a, float b) { return coarse_lanes_detail::as_fp16(a + b); }
};

// The product of two numbers of 11 bits is a float.
template <>
struct CoarseLanes<Tf32<Operands::rounded>> {
  static float operand(float x) { return static_cast<float>(Tf32<Operands::rounded>::operand(x)); }
  static float product(float a, float b) { return a * b; }
  static float sum(float a, float b) { return a + b; }
};

template <>
struct CoarseLanes<Tf32<Operands::truncated>> {
  static float operand(float x) { return static_cast<float>(Tf32<Operands::truncated>::operand(x)); }
  static float product(float a, float b) { return a * b; }
  // Cut off where the sum was rounded away from 0, as its error shows (D. Knuth, The Art of Computer
  // Programming, volume 2, section 4.2.2, theorem B).
  static float sum(float a, float b) {
    const float nearest = a + b;
    const float of_b = nearest - a;
    const float error = (a - (nearest - of_b)) + (b - of_b);
    const bool away = (error < 0 && nearest > 0) || (error > 0 && nearest < 0);
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(nearest) - (away ? 1U : 0U));
  }
};

}  // namespace quantcheck::check
