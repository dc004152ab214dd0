#include <quantcheck/proofs_check/exact/exact_sum.h>

#include <algorithm>
#include <bit>
#include <cmath>

namespace quantcheck::check {

using reference::Rational;

namespace {

// Each number adds less than 2^33 to a digit, so that so many do not make one overflow.
constexpr std::int64_t most_added = std::int64_t{1} << 28;

// What rounding leaves of a product that is greater is a double.
constexpr double least_product = 0x1p-900;

// Products of numbers in this range, and what rounding leaves of them, are doubles.
bool has_exact_products(double x) {
  const double size = std::fabs(x);
  return size == 0 || (size >= 0x1p-450 && size <= 0x1p450);
}

}  // namespace

void ExactSum::add(double x) {
  if (x == 0) return;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const int stored = static_cast<int>(bits >> 52 & 0x7ff);
  std::uint64_t mantissa = bits & ((std::uint64_t{1} << 52) - 1);
  if (stored > 0) mantissa |= std::uint64_t{1} << 52;
  const int place = std::max(stored, 1) - 1075 - least_exponent;  // of the mantissa's last digit
  const int shift = place % digit_bits;
  auto at = static_cast<std::size_t>(place / digit_bits);
  const std::uint64_t low = (mantissa & 0xffffffff) << shift;
  const std::uint64_t high = (mantissa >> digit_bits) << shift;
  const std::array<std::uint64_t, 3> parts{low & 0xffffffff, (low >> digit_bits) + (high & 0xffffffff),
                                           high >> digit_bits};
  const bool negative = bits >> 63 != 0;
  for (const std::uint64_t part : parts) {
    const auto signed_part = static_cast<std::int64_t>(part);
    digit_[at++] += negative ? -signed_part : signed_part;
  }
  if (++added_ == most_added) carry();
}

void ExactSum::add_square_of_difference(double x, double y) { add_square({x, -y, 0}); }

void ExactSum::add_square_of_difference(double x, double a, double b) {
  const double product = a * b;
  const double rest = std::fma(a, b, -product);
  if ((a == 0 || b == 0) || (std::fabs(product) > least_product && std::isfinite(product)))
    return add_square({x, -product, -rest});
  const Rational difference = reference::exact(x) - reference::exact(a) * reference::exact(b);
  far_ += difference * difference;
}

void ExactSum::add_square(const std::array<double, 3>& parts) {
  if (!std::ranges::all_of(parts, has_exact_products)) {
    Rational sum = 0;
    for (const double part : parts) sum += reference::exact(part);
    far_ += sum * sum;
    return;
  }
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      if (parts[i] == 0 || parts[j] == 0) continue;
      const double factor = i == j ? parts[j] : 2 * parts[j];
      const double product = parts[i] * factor;
      add(product);
      add(std::fma(parts[i], factor, -product));
    }
}

void ExactSum::add(const ExactSum& other) {
  ExactSum carried = other;
  carried.carry();
  carry();
  for (std::size_t k = 0; k < digits; ++k) digit_[k] += carried.digit_[k];
  far_ += carried.far_;
}

void ExactSum::carry() {
  for (std::size_t k = 0; k + 1 < digits; ++k) {
    const std::int64_t over = digit_[k] >> digit_bits;
    digit_[k] -= over << digit_bits;
    digit_[k + 1] += over;
  }
  added_ = 1;
}

Rational ExactSum::value() const {
  reference::Integer sum = 0;
  for (std::size_t k = digits; k-- > 0;) sum = (sum << digit_bits) + reference::Integer(digit_[k]);
  return far_ + Rational(sum, reference::Integer(1) << -least_exponent);
}

}  // namespace quantcheck::check
