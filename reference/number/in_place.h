// In-place arithmetic of integers: sums of products, and divisions that leave no remainder.
#pragma once

#include <concepts>

#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// A view of an integer that is only read. Copying every term of a long sum would cost about as much as
/// adding them up.
class IntegerView {
 public:
  IntegerView(const Integer& x) : data_(x.backend().data()) {}
  explicit IntegerView(const __mpz_struct* data) : data_(data) {}

  const __mpz_struct* data() const { return data_; }

 private:
  const __mpz_struct* data_;
};

/// The numerator of a rational whose value is an integer.
inline IntegerView integer(const Rational& x) { return IntegerView(mpq_numref(x.backend().data())); }

/// Sets product = a * b.
inline void set_product(Integer& product, IntegerView a, IntegerView b) {
  mpz_mul(product.backend().data(), a.data(), b.data());
}

/// Adds a * b to a sum, for any number type.
inline void add_product(Integer& sum, IntegerView a, IntegerView b) {
  mpz_addmul(sum.backend().data(), a.data(), b.data());
}
template <class Number>
requires(!std::same_as<Number, Integer>) void add_product(Number& sum, const Number& a, const Number& b) {
  sum = sum + a * b;
}

/// Subtracts a * b from a difference.
inline void subtract_product(Integer& difference, IntegerView a, IntegerView b) {
  mpz_submul(difference.backend().data(), a.data(), b.data());
}

/// Sets quotient = dividend / divisor, where the division is known to leave no remainder.
inline void set_exact_quotient(Integer& quotient, IntegerView dividend, IntegerView divisor) {
  mpz_divexact(quotient.backend().data(), dividend.data(), divisor.data());
}

}  // namespace quantcheck::reference
