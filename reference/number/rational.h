// The exact numbers: integers and rationals over GMP.
#pragma once

#include <boost/multiprecision/gmp.hpp>

namespace quantcheck::reference {

// Expression templates are off: Eigen and boost's own do not mix.
using Integer = boost::multiprecision::number<boost::multiprecision::gmp_int, boost::multiprecision::et_off>;
using Rational =
    boost::multiprecision::number<boost::multiprecision::gmp_rational, boost::multiprecision::et_off>;

/// The greatest integer not above x.
Rational floor(const Rational& x);

/// A finite double, exactly. Throws Error for infinities and NaN.
Rational exact(double x);

/// The nearest double or one of its two neighbours, however long the fraction; for display and for bounds
/// that carry a margin.
double approximate(const Rational& x);

/// The binary logarithm of x > 0, to double precision, however large or small x is.
double log2_of(const Rational& x);

}  // namespace quantcheck::reference
