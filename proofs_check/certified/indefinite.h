// Proofs that a damped Hessian is not positive definite.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/reference/number/work.h>

namespace quantcheck::check {

/// A proof, in words that complete "the hessian is not positive definite: ...", or nothing where none was
/// found. `bad_step` is the processing step at which a factorization stopped, -1 if it got to the end. Each
/// proof is exact:
/// - an entry of the damped diagonal is not positive;
/// - a minor of two rows and columns is not: h_ij^2 >= h_ii h_jj;
/// - there is no damping, and fewer samples than inputs that are not dead, so that some x has X x = 0;
/// - some x has x H x^T <= 0, where x is 1 at the bad step, near -H_BB^-1 H_Bj on the steps B after it, and 0
///   before it, so that x H x^T is close to the pivot of that step.
/// `work` is told of the exact products that the last one takes, and may throw.
std::optional<std::string> proof_of_indefinite(const Case& c, const Hypothesis& hypothesis, Index bad_step,
                                               const reference::Work& work);

}  // namespace quantcheck::check
