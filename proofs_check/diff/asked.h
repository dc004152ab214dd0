// Whether two results answer the same question.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/case.h>
#include <quantcheck/proofs_check/lattice_case.h>

namespace quantcheck::check {

/// What differs, a line of words for each: weights, Hessian, damping, order, scales, ranges of codes. Empty
/// where the two are one closest-vector problem for each row, exactly. The shapes are equal.
std::vector<std::string> asked_differently(const Case& a, const Case& b);

/// The same: values or weights, Hessian, block order, betas, mode. Shapes and q are equal.
std::vector<std::string> asked_differently(const LatticeCase& a, const LatticeCase& b);

}  // namespace quantcheck::check
