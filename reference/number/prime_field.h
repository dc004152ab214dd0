// The integers modulo a prime, in which the text of an algorithm runs as an evaluation of rational functions.
#pragma once

#include <compare>
#include <cstdint>
#include <ostream>
#include <utility>

#include <Eigen/Core>

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// An element of the field of p elements. If the difference of two rational functions has a numerator of
/// degree at most d that does not vanish modulo p, they agree at no more than a part d / p of all arguments
/// (Schwartz 1980, Zippel 1979).
///
/// The modulus p belongs to the thread, for as long as a Modulus lives there. An element belongs to the
/// modulus under which it was made, and must not be combined with elements of another. Without a modulus,
/// making an element of a number and arithmetic throw Error.
class PrimeField {
 public:
  /// Makes `prime` the modulus of this thread, and restores the outer one when it is destroyed. Throws Error
  /// unless 2 <= prime < 2^62. The caller has to know that it is a prime; a division by an element without an
  /// inverse throws Error.
  class Modulus {
   public:
    explicit Modulus(std::uint64_t prime) : outer_(ambient_) {
      if (prime < 2 || prime >> 62 != 0) throw Error("a modulus is at least 2 and below 2^62");
      ambient_ = prime;
    }
    Modulus(const Modulus&) = delete;
    Modulus& operator=(const Modulus&) = delete;
    ~Modulus() { ambient_ = outer_; }

   private:
    std::uint64_t outer_;
  };

  PrimeField() = default;  // 0, under any modulus
  PrimeField(int integer) : PrimeField(std::int64_t{integer}) {}
  PrimeField(std::int64_t integer) {
    const auto bits = static_cast<std::uint64_t>(integer);
    const PrimeField magnitude(OfResidue{}, (integer < 0 ? 0 - bits : bits) % modulus());
    *this = integer < 0 ? -magnitude : magnitude;
  }

  /// The modulus p of this thread. Throws Error where there is none.
  static std::uint64_t modulus() {
    if (ambient_ == 0) throw Error("there is no modulus: no PrimeField::Modulus lives in this thread");
    return ambient_;
  }

  /// The integer 0 .. p-1 that represents this element.
  std::uint64_t representative() const { return residue_; }

  friend PrimeField operator+(PrimeField a, PrimeField b) {
    const std::uint64_t p = modulus();
    const std::uint64_t sum = a.residue_ + b.residue_;
    return {OfResidue{}, sum < p ? sum : sum - p};
  }
  friend PrimeField operator-(PrimeField a, PrimeField b) { return a + -b; }
  PrimeField operator-() const { return {OfResidue{}, residue_ == 0 ? 0 : modulus() - residue_}; }
  friend PrimeField operator*(PrimeField a, PrimeField b) {
    __extension__ using Wide = unsigned __int128;
    return {OfResidue{}, static_cast<std::uint64_t>(Wide{a.residue_} * b.residue_ % modulus())};
  }
  /// The quotient. Throws Error where b is 0.
  friend PrimeField operator/(PrimeField a, PrimeField b) { return a * inverse(b); }

  PrimeField& operator+=(PrimeField b) { return *this = *this + b; }
  PrimeField& operator-=(PrimeField b) { return *this = *this - b; }
  PrimeField& operator*=(PrimeField b) { return *this = *this * b; }
  PrimeField& operator/=(PrimeField b) { return *this = *this / b; }

  /// Comparisons are those of the representatives. A finite field has no order that its arithmetic keeps.
  /// This one makes x > 0 mean that x is not 0, so that a factorization, which asks this of its pivots,
  /// refuses a pivot that vanishes.
  friend bool operator==(PrimeField a, PrimeField b) = default;
  friend std::strong_ordering operator<=>(PrimeField a, PrimeField b) { return a.residue_ <=> b.residue_; }

  friend std::ostream& operator<<(std::ostream& stream, PrimeField x) { return stream << x.residue_; }

 private:
  struct OfResidue {};
  PrimeField(OfResidue, std::uint64_t residue) : residue_(residue) {}

  // The inverse by the extended algorithm of Euclid: each remainder r is t x modulo p, and |t| <= p.
  static PrimeField inverse(PrimeField x) {
    auto before = static_cast<std::int64_t>(modulus());
    auto r = static_cast<std::int64_t>(x.residue_);
    std::int64_t t_before = 0;
    std::int64_t t = 1;
    while (r != 0) {
      const std::int64_t quotient = before / r;
      before = std::exchange(r, before - quotient * r);
      t_before = std::exchange(t, t_before - quotient * t);
    }
    if (before != 1) throw Error("a division by zero modulo a prime, or modulo what is none");
    return t_before;
  }

  inline static thread_local std::uint64_t ambient_ = 0;  // the modulus, 0 where there is none

  std::uint64_t residue_ = 0;
};

/// The representative as a double, for display.
inline double approximate(PrimeField x) { return static_cast<double>(x.representative()); }

/// The quotient numerator / denominator in the field. Throws Error where the denominator vanishes there.
inline PrimeField reduced(const Rational& x) {
  const Integer p = PrimeField::modulus();
  const auto residue = [&p](const Integer& n) { return PrimeField(static_cast<std::int64_t>(n % p)); };
  return residue(numerator(x)) / residue(denominator(x));
}

}  // namespace quantcheck::reference

/// The traits that Eigen asks of a number type. Nothing here is approximate, so there is no epsilon.
template <>
struct Eigen::NumTraits<quantcheck::reference::PrimeField> {
  using Real = quantcheck::reference::PrimeField;
  using NonInteger = Real;
  using Literal = Real;
  using Nested = Real;
  enum {
    IsComplex = 0,
    IsInteger = 0,
    IsSigned = 0,
    RequireInitialization = 1,
    ReadCost = 1,
    AddCost = 2,
    MulCost = 30
  };
  static int digits10() { return 0; }
};
