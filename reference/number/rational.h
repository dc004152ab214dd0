// The exact numbers: integers and rationals by GMP.
#pragma once

#include <boost/multiprecision/gmp.hpp>

namespace quantcheck::reference {

// Expression templates are off (et_off), as those of Boost do not mix with those of Eigen.
using Integer = boost::multiprecision::number<boost::multiprecision::gmp_int, boost::multiprecision::et_off>;
using Rational =
    boost::multiprecision::number<boost::multiprecision::gmp_rational, boost::multiprecision::et_off>;

/// The greatest integer not above x.
Rational floor(const Rational& x);

/// The exact value of a finite double. Throws Error for infinities and NaN.
Rational exact(double x);

/// The double nearest to x or one of the two neighbours of that, however long the fraction is. It serves for
/// display and for bounds that carry a margin.
double approximate(const Rational& x);

/// The binary logarithm of x > 0, to double precision, however large or small x is.
double log2_of(const Rational& x);

}  // namespace quantcheck::reference
