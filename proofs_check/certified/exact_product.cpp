#include <quantcheck/proofs_check/certified/exact_product.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/optimized/parallel/team.h>

namespace quantcheck::check {

using reference::Integer;
using reference::Rational;

namespace {

constexpr int double_digits = 53;
constexpr int least_exponent = -1126;  // of the last digit of a double with 53 of them
constexpr int exponents = 2100;

/// A sum of products, one part for each exponent of a double. Products of equal exponents are added without
/// being shifted.
class Sum {
 public:
  void add_product(double a, const Integer& x) {
    if (a == 0 || x.is_zero()) return;
    int exponent = 0;
    const auto mantissa = static_cast<long>(std::ldexp(std::frexp(a, &exponent), double_digits));
    const int part = exponent - double_digits - least_exponent;
    low_ = std::min(low_, part);
    high_ = std::max(high_, part);
    if (mantissa > 0)
      mpz_addmul_ui(parts_[part].backend().data(), x.backend().data(), static_cast<unsigned long>(mantissa));
    else
      mpz_submul_ui(parts_[part].backend().data(), x.backend().data(), static_cast<unsigned long>(-mantissa));
  }

  /// The sum is the result times 2^exponent, where `exponent` is at most least(). It is 0 afterwards.
  Integer take(int exponent) {
    Integer sum = 0;
    for (int part = low_; part <= high_; ++part) {
      if (parts_[part].is_zero()) continue;
      sum += parts_[part] << (part + least_exponent - exponent);
      parts_[part] = 0;
    }
    low_ = exponents;
    high_ = -1;
    return sum;
  }

 private:
  std::vector<Integer> parts_ = std::vector<Integer>(exponents);
  int low_ = exponents;
  int high_ = -1;
};

// The exponent of the last digit of the smallest entry, which divides all of them.
template <class T>
int common_exponent(const MatrixView<const T>& a) {
  double least = std::numeric_limits<double>::infinity();
  for (Index i = 0; i < a.rows; ++i)
    for (Index j = 0; j < a.cols; ++j)
      if (a(i, j) != 0) least = std::min(least, std::fabs(static_cast<double>(a(i, j))));
  return std::isfinite(least) ? std::ilogb(least) - double_digits + 1 : 0;
}

// Sums of `terms` products, for each i below `count`; entry(i, k) is multiplied with x_k.
template <class Entry>
BinaryFractions sums_of(Index count, int exponent, const BinaryFractions& x, const Entry& entry) {
  BinaryFractions result{std::vector<Integer>(static_cast<std::size_t>(count)), x.exponent + exponent};
  std::vector<Index> present;
  for (Index k = 0; k < std::ssize(x.mantissa); ++k)
    if (!x.mantissa[k].is_zero()) present.push_back(k);
  optimized::Team& team = optimized::team_of(optimized::thread_count(0));
  team.run([&](int) {
    Sum sum;
    for (Index i = team.next(); i < count; i = team.next()) {
      for (const Index k : present) sum.add_product(entry(i, k), x.mantissa[k]);
      result.mantissa[i] = sum.take(exponent);
    }
  });
  return result;
}

Rational times_power(const Rational& x, int exponent) {
  const Rational power(Integer(1) << std::abs(exponent));
  return exponent < 0 ? x / power : x * power;
}

}  // namespace

Rational BinaryFractions::at(Index k) const { return times_power(Rational(mantissa[k]), exponent); }

BinaryFractions exact_product(MatrixView<const double> a, const BinaryFractions& x) {
  return sums_of(a.rows, common_exponent(a), x, [&](Index i, Index k) { return a(i, k); });
}

BinaryFractions exact_product(MatrixView<const float> a, const BinaryFractions& x) {
  return sums_of(a.rows, common_exponent(a), x,
                 [&](Index i, Index k) { return static_cast<double>(a(i, k)); });
}

BinaryFractions exact_transposed_product(MatrixView<const double> a, const BinaryFractions& x) {
  return sums_of(a.cols, common_exponent(a), x, [&](Index i, Index k) { return a(k, i); });
}

BinaryFractions rounded_down(const std::vector<Rational>& x, int exponent) {
  BinaryFractions result{{}, exponent};
  for (const Rational& entry : x) {
    const Rational multiple = reference::floor(times_power(entry, -exponent));
    result.mantissa.push_back(numerator(multiple));
  }
  return result;
}

}  // namespace quantcheck::check
