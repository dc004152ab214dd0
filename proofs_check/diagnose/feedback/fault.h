// Faults of the feedback of errors, as data.
#pragma once

#include <functional>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/diagnose/cause.h>

namespace quantcheck::check {

/// What is fed back of a decision with target t: the error v = t - s (q - z), or what stands in its place.
enum class FedBack {
  error,
  from_code,           // t - q
  from_code_and_zero,  // t - (q - z)
  in_scales,           // v / s
  dropped_if_clipped,  // v, and 0 where the decision is clipped
  dropped_at_ends,     // v, and 0 where the code is the least or the greatest of the range
  at_most_half_scale,  // v, cut off at s/2 on either side
  before_clipping,     // t - s round(t / s): the code before it was clipped
  from_weight,         // w - s (q - z): the weight before any update
};

/// The matrix M by which it is fed back: t_j = w_j - sum_{k<j} M_kj g_k. In processing order let H be the
/// damped Hessian, and T its upper triangular factor with H^-1 = T^T T. As published, M_kj = T_kj / T_kk. The
/// others that have no formula here are named by the matrix A in M_kj = A_kj / A_kk.
enum class FeedbackMatrix {
  published,
  not_divided,             // T_kj
  divided_twice,           // T_kj / T_kk^2
  divided_by_root,         // T_kj / sqrt(T_kk)
  inverse,                 // A = H^-1
  wrong_triangle,          // A = U, upper triangular with H^-1 = U U^T
  factor_of_hessian,       // A = C^T, H = C C^T
  hessian,                 // A = H
  factor_not_inverted,     // -U_kj, H = U D U^T
  damped_again,            // A = T of H^-1 + lambda I in the place of H
  damped_again_in_share,   // the same with lambda in proportion to the mean diagonal of H^-1
  inverse_in_every_block,  // A = T of the part of H^-1 in a block and after it, not of its Schur complement
  previous_error,          // inside a block, each step after the first feeds back the error of the one before
};

/// A fault. Its words complete "every decision is in its box if ...".
struct FeedbackFault : Cause {
  FedBack fed_back = FedBack::error;
  FeedbackMatrix matrix = FeedbackMatrix::published;
  Index block = 0;                                         // of the matrices that have blocks
  double factor = 1;                                       // of all of M
  std::function<double(Index from, Index to)> share = {};  // of M_kj, from step k to step j; absent: 1
};

/// The families of faults. In each the likelier come first.
std::vector<FeedbackFault> faults_of_error();
std::vector<FeedbackFault> faults_of_factor(const std::vector<Index>& blocks);
/// Faults of the update of the columns of a block and of those after it. `blocks` are the sizes to be tried.
std::vector<FeedbackFault> faults_of_update(const std::vector<Index>& blocks, Index inputs);
/// Feedback that ends at a step. It is one of `ends`: the round ones come first.
std::vector<FeedbackFault> faults_of_end(const std::vector<Index>& ends);

/// Errors fed back times a constant.
FeedbackFault scaled_error(double factor);

}  // namespace quantcheck::check
