// The callback by which exact arithmetic reports its work, so that a caller can count it, show it, or stop
// it.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// A function that is called before each part of the work with the number of products of two limbs (64 bits)
/// that the part takes. Such a product takes a nanosecond or so. The count depends only on the numbers, so it
/// is the same on every machine. An exception from the function ends the work. The function may be empty.
using Work = std::function<void(double limb_products)>;

/// The number of limbs of an integer.
inline double limbs(const Integer& x) { return static_cast<double>(mpz_size(x.backend().data())); }

/// The number of limbs of the longest of the integers.
template <class Derived>
double most_limbs(const Eigen::DenseBase<Derived>& integers) {
  double most = 0;
  for (const Integer& x : integers.derived().reshaped()) most = std::max(most, limbs(x));
  return most;
}

/// The limb products that one product of numbers of so many limbs takes. GMP takes about limbs^1.6 at some
/// hundred limbs.
inline double limb_products(double limbs) { return std::pow(limbs, 1.6); }

/// The limb products that it takes to reduce a fraction of such numbers. Its greatest common divisor takes as
/// long as some eight products.
inline double reduction_products(double limbs) { return 8 * limb_products(limbs); }

}  // namespace quantcheck::reference
