// Errors before a group of steps, carried to the residuals of the group, in double.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The products e_B U_BG of all rows of a case, for the errors e_B of their codes of the steps B before
/// `begin`, and the steps G = begin .. end - 1, in the scaling of the factor. With the errors as computed
/// (RowErrors), each entry is off by at most gamma_m (|e_B| |U_BG|) for the m of roundings_of_residual.
struct CarriedErrors {
  Index begin = 0;
  Index end = 0;
  reference::Matrix<double> value;  // out x steps of the group
  bool usable = true;               // whether all rows are (RowErrors) on B

  Index size() const { return end - begin; }
};

/// Carries the errors of a case to one group of steps after the other. Keeps 8 out in bytes: the errors by
/// row and step. The case and the factor are referred to.
class ErrorCarrier {
 public:
  ErrorCarrier(const Case& c, const CertifiedFactor& factor);

  /// What is carried to the group of steps begin .. end - 1, which begins where the one before it ended. The
  /// case has its codes and its grid for all steps before `begin`, and they do not change any more.
  CarriedErrors to_group(Index begin, Index end);

 private:
  void add_errors(const std::vector<Index>& rows, Index begin);

  const Case& case_;
  const CertifiedFactor& factor_;
  reference::Matrix<double> errors_;  // out x in, 0 from step `known_` on
  Index known_ = 0;
  bool usable_ = true;
};

}  // namespace quantcheck::check
