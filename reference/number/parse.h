// Numbers written as text, read exactly.
#pragma once

#include <string>
#include <string_view>

#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// The longest text, and the largest power of the base that the last digit of a number may stand for.
/// Together they keep what a few hostile bytes can ask for ("1e999999999") below some kilobytes.
inline constexpr int max_number_length = 400;
inline constexpr int max_number_exponent = 5000;

/// A decimal ("0.01", "-3", "1e-2", ".5") or a hexadecimal floating-point number as C, Python and C++ print
/// them
/// ("0x1.8p-7"; the exponent may be missing), as the exact rational it denotes. Independent of the locale.
/// Nothing may stand before or after it, not even a space. Throws Error for anything else, for text longer
/// than max_number_length, and where the last digit counts base^e with |e| > max_number_exponent (the base is
/// 10, or 2).
Rational parse_number(std::string_view text);

/// Text that parse_number reads as exactly `x`: hexadecimal where `x` is a dyadic rational, else decimal.
/// Throws Error if there is none within the limits; 1/3 has none at all.
std::string format_number(const Rational& x);

}  // namespace quantcheck::reference
