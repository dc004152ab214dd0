// The squared distance of a lattice block from what stands for it.
#pragma once

#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>

namespace quantcheck::check {

/// |x - beta y|^2 over all eight values, the padding of a row included. Refers to x and beta. What is said of
/// it here holds for the values of x; difference_error says what that leaves open.
class SquaredError {
 public:
  SquaredError(const BlockTarget& x, const Beta& beta, const E8Point& y);

  /// Computed in double, with an error that uncertainty_ bounds unless something underflows.
  double rounded() const { return rounded_; }
  reference::Rational exact() const;

  /// The side of `other` on which this one lies, in units of beta^2: outside where it is the greater. Exact;
  /// throws Unclear where x is not known well enough.
  Side beside(const SquaredError& other) const;

  /// Whether this one is the lesser, for the target that x stands for. Throws Unclear where x is not known
  /// well enough.
  bool is_less_than(const SquaredError& other) const;

  /// At most how far the difference of two squared errors of x is off because x is: 2 <d, beta y - beta' y'>
  /// where x is off by d.
  double difference_error(const SquaredError& other) const;

  /// A bound of how far a computed squared error is from this one. It is infinite where the computation can
  /// leave the range of the arithmetic, which must not be exact. The squared error may be computed from
  /// x - fl(beta y) or from fl(x / beta) - y, by any order of the sum, also through a mean, a square root, or
  /// a multiplication by beta^2.
  ///
  /// Nothing is rounded more than five times before it is squared: x and beta when they are read, a
  /// reciprocal, a product, the difference. A product of n factors 1 + u differs from 1 by at most
  ///     gamma_n = n u / (1 - n u)
  /// (N. J. Higham, Accuracy and Stability of Numerical Algorithms, lemma 3.1). What underflows loses up to
  /// s. That is half of the least subnormal number in fp16, and elsewhere the least normal one, because units
  /// that flush to zero are common. So each difference e_i is off by at most
  ///     h_i = gamma_5 (|x_i| + beta |y_i|) + 3 s (1 + beta).
  /// The squares, the sum of eight and the rest are at most sixteen roundings of numbers that are not
  /// negative, and as many underflows, of which those in a mean count eightfold. Together the bound is
  ///     sum_i (2 |e_i| h_i + h_i^2) + gamma_16 E + 32 s (1 + beta^2) + s E / beta^2,
  ///     E = sum_i (|e_i| + h_i)^2.
  double computed_error(Arithmetic arithmetic) const;

 private:
  // Whether both are the squared distance of one point.
  bool is_of_same_point(const SquaredError& other) const;

  const BlockTarget& x_;
  const Beta& beta_;
  E8Point y_;
  double rounded_ = 0;
  double uncertainty_ = 0;  // at most how far rounded_ is off
};

}  // namespace quantcheck::check
