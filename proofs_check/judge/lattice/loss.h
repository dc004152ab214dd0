// The loss of a lattice case, and how much it can be without overload.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/proofs_check/judge/lattice/block.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// By block of a row: no less than v D_b v^T for every v in the Voronoi cell of E8. As no point of the cell
/// is farther than 1 from 0, an upper bound of the largest eigenvalue of D_b will do (eigenvalue_bound).
std::vector<reference::Rational> cell_losses(const LatticeCase& c, const LdlqFactor& factor);

/// Sums up, exactly: of LDLQ e H e^T = sum_b v_b D_b v_b^T over the rows, e = w - what the codes stand for
/// and H = U D U^T in blocks; without a Hessian the squared error over all values. The bound of both is the
/// sum of beta^2 times the cell's loss, at the beta that each block took. It holds where every block is the
/// code of a nearest point and stands for that.
class LossTally {
 public:
  /// `cell_loss` as above; without a Hessian 1 for each block. Refers to all. `work` is told of each row of
  /// LDLQ.
  LossTally(const LatticeCase& c, const LatticeScheme& scheme,
            const std::vector<reference::Rational>& cell_loss, reference::Work work);

  /// All blocks of a row, then end_row.
  void add(const BlockPlace& place, const CodedBlock& block, const BlockFinding& finding);
  void end_row();

  /// Sets loss, bound, ratio and squared_error.
  void conclude(LatticeJudgement& result) const;

 private:
  const LatticeCase& c_;
  const LatticeScheme& scheme_;
  const std::vector<reference::Rational>& cell_loss_;
  reference::Work work_;
  reference::Matrix<reference::Rational> hessian_;
  double length_;                                 // the most limbs of an entry of the Hessian
  reference::Vector<reference::Rational> error_;  // of the row
  reference::Matrix<Index> taken_;                // blocks x betas
  reference::Rational squares_ = 0;
  reference::Rational loss_ = 0;
};

/// Sets loss, bound and ratio; none that does not fit a double as a normal number or zero.
void set_loss(LatticeJudgement& result, const reference::Rational& loss, const reference::Rational& bound);

}  // namespace quantcheck::check
