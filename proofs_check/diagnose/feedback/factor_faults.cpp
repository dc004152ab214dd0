#include <string>
#include <utility>

#include <quantcheck/proofs_check/diagnose/feedback/fault.h>

namespace quantcheck::check {
namespace {

FeedbackFault of_factor(std::string id, std::string words, std::string advice, FeedbackMatrix matrix,
                        Index block = 0) {
  FeedbackFault fault{{"factor:" + std::move(id), std::move(words), std::move(advice), Half::hessian}};
  fault.matrix = matrix;
  fault.block = block;
  return fault;
}

}  // namespace

std::vector<FeedbackFault> faults_of_factor(const std::vector<Index>& blocks) {
  const std::string factor = "feed errors back by the upper Cholesky factor R of H^-1, H^-1 = R^T R";
  const std::string divide = "divide the error once by R_jj: err = (w - q) / R_jj, w_k -= err R_jk";
  const std::string again =
      "look at what is done after a factorization failed: the matrix may hold the inverse already";
  std::vector<FeedbackFault> faults{
      of_factor("inverse", "errors are fed back by H^-1 itself, not by its Cholesky factor", factor,
                FeedbackMatrix::inverse),
      of_factor("wrong-triangle",
                "H^-1 is factored the wrong way round: into U U^T with an upper triangular U, not R^T R",
                factor, FeedbackMatrix::wrong_triangle),
      of_factor("of-hessian",
                "errors are fed back by the Cholesky factor of H in the place of that of H^-1: it was not "
                "inverted, or inverted twice",
                again, FeedbackMatrix::factor_of_hessian),
      of_factor("damped-twice",
                "H^-1 was damped and inverted again: the factor is one of H, damped otherwise", again,
                FeedbackMatrix::damped_again),
      of_factor("damped-twice-in-share",
                "H^-1 was damped, by the same share of its own mean diagonal, and inverted again", again,
                FeedbackMatrix::damped_again_in_share),
      of_factor("not-divided", "the error is not divided by the diagonal of the factor", divide,
                FeedbackMatrix::not_divided),
      of_factor("divided-twice", "the error is divided by the diagonal of the factor twice", divide,
                FeedbackMatrix::divided_twice),
      of_factor("divided-by-root", "the error is divided by the square root of the factor's diagonal", divide,
                FeedbackMatrix::divided_by_root),
      of_factor("hessian", "errors are fed back by the rows of H itself", factor, FeedbackMatrix::hessian),
      of_factor(
          "not-inverted",
          "errors of updated weights are fed back by U of H = U D U^T, which takes those of the weights "
          "before any update",
          "feed back (weight - dequantized value) U, or (updated weight - dequantized value) by U^-1",
          FeedbackMatrix::factor_not_inverted),
  };
  for (const Index block : blocks) {
    const std::string size = std::to_string(block);
    faults.push_back(of_factor("inverse-in-blocks:" + size,
                               "in each block of " + size +
                                   " columns the factor is that of H^-1 as a whole, as if the columns before "
                                   "were still free",
                               factor + " as a whole, or update H^-1 by its Schur complement after a block",
                               FeedbackMatrix::inverse_in_every_block, block));
    faults.push_back(
        of_factor("previous-error:" + size,
                  "inside blocks of " + size + " columns each step feeds back the error of the one before it",
                  "look at the index of the error in the update inside a block",
                  FeedbackMatrix::previous_error, block));
  }
  return faults;
}

}  // namespace quantcheck::check
