// The loss of a lattice case, and the most that it can be without overload.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/exact/exact_sum.h>
#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/proofs_check/judge/lattice/block.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// For each block b of a row, a number that is no less than v D_b v^T for any v in the Voronoi cell of E8. As
/// no point of the cell is farther than 1 from 0, an upper bound of the largest eigenvalue of D_b will do
/// (eigenvalue_bound).
std::vector<reference::Rational> cell_losses(const LatticeCase& c, const LdlqFactor& factor);

/// The exact sums of the loss of an LDLQ case and of its bound. The loss is e H e^T = sum_b v_b D_b v_b^T
/// over the rows, where e = w - what the codes stand for, H = U D U^T in lattice blocks, and v = e U. The
/// bound is the sum of beta^2 times the loss of the cell (cell_losses), at the beta that each block took. It
/// holds where every block is the code of a nearest point and stands for that.
class LossTally {
 public:
  /// `cell_loss` is what cell_losses returns. The tally refers to the first three arguments, which have to
  /// outlive it. `work` is told of each row.
  LossTally(const LatticeCase& c, const LatticeScheme& scheme,
            const std::vector<reference::Rational>& cell_loss, reference::Work work);

  /// Adds a lattice block. After all blocks of a row, end_row is called.
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
  double length_;  // limbs of the longest entry of the Hessian, numerator and denominator together
  reference::Vector<reference::Rational> error_;  // of the row, by column
  reference::Matrix<Index> taken_;  // blocks of a row x betas: how many rows took that beta there
  reference::Rational squares_ = 0;
  reference::Rational loss_ = 0;
};

/// The exact sum of the squared errors of lattice blocks.
class SquaredErrors {
 public:
  /// Adds those of a block, which stands for its decoded values or else for that point, over beta.
  void add(const LatticeCase& c, const BlockPlace& place, const CodedBlock& block, const E8Point& point);
  void add(const SquaredErrors& other) { sum_.add(other.sum_); }

  reference::Rational value() const { return sum_.value(); }

 private:
  ExactSum sum_;
};

/// The point that a block stands for where it has no decoded values.
E8Point point_of(const LatticeCase& c, const CodedBlock& block, const BlockFinding& finding);

/// Sets loss, bound and ratio. One that does not fit a double as a normal number or zero is left empty.
void set_loss(LatticeJudgement& result, const reference::Rational& loss, const reference::Rational& bound);

}  // namespace quantcheck::check
