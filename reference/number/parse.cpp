#include <quantcheck/reference/number/parse.h>

#include <algorithm>
#include <utility>

#include <quantcheck/reference/error.h>

namespace quantcheck::reference {
namespace {

[[noreturn]] void refuse(std::string_view text, const char* why) {
  std::string shown;
  for (const char c : text.substr(0, 40)) shown += c >= ' ' && c <= '~' ? c : '?';
  throw Error("not a number: \"" + shown + (text.size() > 40 ? "...\": " : "\": ") + why);
}

int digit_of(char c, int base) {
  int digit = base;
  if (c >= '0' && c <= '9') digit = c - '0';
  if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
  if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
  return digit < base ? digit : -1;
}

bool take(std::string_view& rest, char lower) {
  if (rest.empty() || (rest.front() != lower && rest.front() != lower - 'a' + 'A')) return false;
  rest.remove_prefix(1);
  return true;
}

bool take_sign(std::string_view& rest) {
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  return negative;
}

// The exponent as it is written, but at most 1,000,000 in magnitude, so that it cannot overflow. That is far
// beyond what is accepted.
int take_exponent(std::string_view& rest, std::string_view text) {
  const bool negative = take_sign(rest);
  if (rest.empty()) refuse(text, "the exponent has no digits");
  int exponent = 0;
  for (; !rest.empty() && digit_of(rest.front(), 10) >= 0; rest.remove_prefix(1))
    exponent = std::min(exponent * 10 + digit_of(rest.front(), 10), 1'000'000);
  return negative ? -exponent : exponent;
}

Integer power(int base, int exponent) {
  return boost::multiprecision::pow(Integer(base), static_cast<unsigned>(exponent));
}

// The text of mantissa * 10^exponent or mantissa * 2^exponent. The part of the exponent that exceeds the
// limit is multiplied into the mantissa.
std::string text_of(Integer mantissa, int exponent, int base) {
  const int excess = std::max(exponent - max_number_exponent, 0);
  mantissa *= power(base, excess);
  const bool negative = mantissa < 0;
  const std::string digits =
      Integer(abs(mantissa)).str(0, base == 2 ? std::ios_base::hex : std::ios_base::dec);
  return (negative ? "-" : "") + std::string(base == 2 ? "0x" : "") + digits + (base == 2 ? "p" : "e") +
         std::to_string(exponent - excess);
}

// The number of times that `factor` divides n, which is not 0, and the quotient that remains.
std::pair<int, Integer> divide_out(const Integer& n, int factor) {
  Integer rest;
  const Integer divisor = factor;
  const auto times = mpz_remove(rest.backend().data(), n.backend().data(), divisor.backend().data());
  return {static_cast<int>(times), rest};
}

}  // namespace

Rational parse_number(std::string_view text) {
  if (std::cmp_greater(text.size(), max_number_length)) refuse(text, "longer than 400 characters");
  std::string_view rest = text;
  const bool negative = take_sign(rest);
  const bool hexadecimal = rest.starts_with("0x") || rest.starts_with("0X");
  if (hexadecimal) rest.remove_prefix(2);
  const int base = hexadecimal ? 16 : 10;

  Integer mantissa = 0;
  int digits = 0;
  int fraction_digits = 0;
  for (bool point = false; !rest.empty(); rest.remove_prefix(1)) {
    if (rest.front() == '.' && !point) {
      point = true;
      continue;
    }
    const int digit = digit_of(rest.front(), base);
    if (digit < 0) break;
    mantissa = mantissa * base + digit;
    ++digits;
    fraction_digits += point ? 1 : 0;
  }
  if (digits == 0) refuse(text, "expected a decimal such as 0.01 or a hexadecimal such as 0x1.8p-7");

  int exponent = -fraction_digits * (hexadecimal ? 4 : 1);
  if (take(rest, hexadecimal ? 'p' : 'e')) exponent += take_exponent(rest, text);
  if (!rest.empty()) refuse(text, "something follows the number");
  if (std::abs(exponent) > max_number_exponent) refuse(text, "the exponent is beyond +-5000");

  if (negative) mantissa = -mantissa;
  const Integer scale = power(hexadecimal ? 2 : 10, std::abs(exponent));
  return exponent < 0 ? Rational(mantissa, scale) : Rational(Integer(mantissa * scale));
}

std::string format_number(const Rational& x) {
  const Integer top = numerator(x);
  if (top == 0) return "0x0p0";
  const auto [twos, without_twos] = divide_out(denominator(x), 2);
  const auto [fives, rest] = divide_out(without_twos, 5);
  const auto fits = [](const std::string& text) { return text.size() <= max_number_length; };

  if (without_twos == 1) {
    const auto [shift, odd] = divide_out(top, 2);
    std::string text = text_of(odd, shift - twos, 2);
    if (shift - twos >= -max_number_exponent && fits(text)) return text;
  }
  if (rest == 1) {
    const int places = std::max(twos, fives);
    const auto [shift, mantissa] = divide_out(top * power(2, places - twos) * power(5, places - fives), 10);
    std::string text = text_of(mantissa, shift - places, 10);
    if (shift - places >= -max_number_exponent && fits(text)) return text;
  }
  throw Error("the number has no decimal or hexadecimal text of at most 400 characters");
}

}  // namespace quantcheck::reference
