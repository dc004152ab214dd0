// Whether two results answer the same question.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/cases/lattice_case.h>

namespace quantcheck::check {

/// What differs, a line of words for each. `rounded`: Hessians and scales of which each is, for all that two
/// float32 computations of one thing differ, the other: no entry h_ij of the matrices factored differs by
/// more than 2^-18 sqrt(h_ii h_jj), no scale by more than 2^-18 of itself. `otherwise`: everything else.
struct Asked {
  std::vector<std::string> otherwise;
  std::vector<std::string> rounded;
};

/// Compares weights, Hessian, damping, order, scales, ranges of codes. Nothing differs where the two are one
/// closest-vector problem for each row, exactly. The shapes are equal.
Asked compare_asked(const Case& a, const Case& b);

/// The same: values or weights, Hessian, block order, betas, mode. Shapes and q are equal.
Asked compare_asked(const LatticeCase& a, const LatticeCase& b);

}  // namespace quantcheck::check
