// The text of numbers, read and written exactly.
#pragma once

#include <string>
#include <string_view>

#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// The longest text of a number, and the largest power of the base that its last digit may stand for.
/// Together they keep the memory that a few hostile bytes ("1e999999999") can ask for below some kilobytes.
inline constexpr int max_number_length = 400;
inline constexpr int max_number_exponent = 5000;

/// The exact rational that a text denotes: a decimal ("0.01", "-3", "1e-2", ".5"), or a hexadecimal
/// floating-point number as C, Python and C++ print it ("0x1.8p-7"; the exponent may be missing). Nothing may
/// stand before or after it, not even a space. The locale has no influence. Throws Error for anything else,
/// for text longer than max_number_length, and where the last digit counts base^e with
/// |e| > max_number_exponent (the base is 10, or 2).
Rational parse_number(std::string_view text);

/// A text that parse_number reads as exactly `x`. It is hexadecimal where `x` is a dyadic rational that has
/// such a text within the limits, else decimal. Throws Error if no text is within the limits; 1/3 has none at
/// all.
std::string format_number(const Rational& x);

}  // namespace quantcheck::reference
