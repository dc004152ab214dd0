// Comparisons of numbers that are known up to a bound, which say so where the bound does not tell.
#pragma once

#include <cmath>
#include <exception>

#include <quantcheck/proofs_check/exact/side.h>

namespace quantcheck::check {

/// Thrown where a comparison depends on how far a target is off. With a target that is known better, the same
/// question may have an answer.
class Unclear : public std::exception {
 public:
  const char* what() const noexcept override { return "a target is not known well enough"; }
};

/// The side of an excess that is off by at most `radius`. Throws Unclear where that leaves two sides.
inline Side clear_side(const reference::Rational& excess, double radius) {
  if (radius == 0) return side_of(excess);
  if (!std::isfinite(radius)) throw Unclear();
  const reference::Rational off = reference::exact(radius);
  const Side side = side_of(excess - off);
  if (side_of(excess + off) != side) throw Unclear();
  return side;
}

/// Whether a <= b, where the difference is off by at most `radius`. Throws Unclear where that is not known.
inline bool clearly_at_most(double a, double b, double radius) {
  if (radius > 0 && !(std::fabs(a - b) > radius)) throw Unclear();
  return a <= b;
}

}  // namespace quantcheck::check
