// The tables of levels that have names.
#pragma once

#include <array>

namespace quantcheck::reference {

/// The values of the 4-bit floats e2m1 (FP4) by their bit patterns: a sign, two bits of exponent of bias 1,
/// and one bit of mantissa. Code 0 is +0, and code 8 is -0. OCP Microscaling Formats (MX), version 1.0,
/// section 5.3.3.
inline constexpr std::array<float, 16> e2m1_levels = {0.0F,  0.5F,  1.0F,  1.5F,  2.0F,  3.0F,  4.0F,  6.0F,
                                                      -0.0F, -0.5F, -1.0F, -1.5F, -2.0F, -3.0F, -4.0F, -6.0F};

/// The values of 4-bit NormalFloat (NF4), ascending, each the float32 nearest to these digits. T. Dettmers,
/// A. Pagnoni, A. Holtzman, L. Zettlemoyer, arXiv 2305.14314 (QLoRA), Appendix E.
inline constexpr std::array<float, 16> nf4_levels = {
    -1.0F,
    -0.6961928009986877F,
    -0.5250730514526367F,
    -0.39491748809814453F,
    -0.28444138169288635F,
    -0.18477343022823334F,
    -0.09105003625154495F,
    0.0F,
    0.07958029955625534F,
    0.16093020141124725F,
    0.24611230194568634F,
    0.33791524171829224F,
    0.44070982933044434F,
    0.5626170039176941F,
    0.7229568362236023F,
    1.0F,
};

}  // namespace quantcheck::reference
