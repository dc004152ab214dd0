// Exact products of a case's damped Hessian with vectors.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/certified/scaled_hessian.h>
#include <quantcheck/reference/number/work.h>

namespace quantcheck::check {

/// x rounded to a multiple of 2^-digits.
reference::Rational rounded_to(const reference::Rational& x, int digits);

/// A vector by processing step, all of whose entries are multiples of 2^-digits.
struct BinaryVector {
  const std::vector<reference::Rational>& entries;
  int digits;
};

/// H u, where H is the exact Hessian of the case: damped, scaled as `hessian` says, in processing order.
/// `work` is told of the product before it is made, and may throw.
std::vector<reference::Rational> exact_hessian_product(const Case& c, const Hypothesis& hypothesis,
                                                       const ScaledHessian& hessian, const Order& order,
                                                       const BinaryVector& u, const reference::Work& work);

}  // namespace quantcheck::check
