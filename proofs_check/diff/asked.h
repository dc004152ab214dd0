// The comparison of what two results were asked for, which says whether they answer the same question.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/cases/lattice_case.h>

namespace quantcheck::check {

/// What differs, a line of words for each. In `rounded` are Hessians, dampings and scales that differ by no
/// more than two float32 computations of one thing do: no entry h_ij of the matrices factored differs by more
/// than 2^-18 sqrt(h_ii h_jj), no damping of the same Hessian by more than 2^-18 of the smaller one, and no
/// scale by more than 2^-18 of itself. In `otherwise` is everything else.
struct Asked {
  std::vector<std::string> otherwise;
  std::vector<std::string> rounded;
};

/// Compares weights, Hessian, damping, order, scales, and ranges of codes. Nothing differs where the two are
/// exactly the same closest-vector problem for each row. The shapes have to be equal.
Asked compare_asked(const Case& a, const Case& b);

/// Compares values or weights, Hessian, block order, betas, and mode. The shapes and q have to be equal.
Asked compare_asked(const LatticeCase& a, const LatticeCase& b);

}  // namespace quantcheck::check
