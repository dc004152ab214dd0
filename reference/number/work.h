// How exact arithmetic tells of its work, so that whoever asked for it can count it, show it, or stop it.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// Called before a part of the work with how many products of two limbs (64 bits) it takes, a nanosecond or
/// so each; what it throws ends the work. May be empty. The count depends on the numbers alone, so it is the
/// same on every machine.
using Work = std::function<void(double limb_products)>;

inline double limbs(const Integer& x) { return static_cast<double>(mpz_size(x.backend().data())); }

/// The most that any of them has.
template <class Derived>
double most_limbs(const Eigen::DenseBase<Derived>& integers) {
  double most = 0;
  for (const Integer& x : integers.derived().reshaped()) most = std::max(most, limbs(x));
  return most;
}

/// Of one product of numbers of so many limbs: GMP's take about limbs^1.6 at some hundred limbs.
inline double limb_products(double limbs) { return std::pow(limbs, 1.6); }

/// Of a fraction of such numbers that is reduced: its greatest common divisor takes some eight products.
inline double reduction_products(double limbs) { return 8 * limb_products(limbs); }

}  // namespace quantcheck::reference
