#include <quantcheck/proofs_check/judge/lattice/loss.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/proofs_check/judge/lattice/eigenvalue_bound.h>
#include <quantcheck/proofs_check/judge/lattice/tally.h>

namespace quantcheck::check {

using reference::exact;
using reference::Matrix;
using reference::Rational;

namespace {

std::optional<double> in_double(const Rational& x) {
  const double rounded = reference::approximate(x);
  if (std::isfinite(rounded) && (x == 0 || std::isnormal(rounded))) return rounded;
  return std::nullopt;
}

// The limbs of the longest fraction, numerator and denominator together.
template <class Derived>
double longest_fraction(const Eigen::DenseBase<Derived>& fractions) {
  double most = 0;
  for (const Rational& x : fractions.derived().reshaped())
    most = std::max(most, reference::limbs(numerator(x)) + reference::limbs(denominator(x)));
  return most;
}

// D_b = S_bb E_b S_bb^T of the block that begins at column `first`, with the scalar factor H = S E S^T.
Matrix<Rational> pivot_block(const LdlqFactor& factor, Index first) {
  Matrix<Rational> scalar = Matrix<Rational>::Identity(lattice_block, lattice_block);
  for (Index j = 0; j < lattice_block; ++j)
    for (Index i = 0; i < j; ++i)
      scalar(i, j) = factor.numerator(first + i, first + j) / factor.denominator(first + j);
  return scalar * factor.pivot.segment(first, lattice_block).asDiagonal() * scalar.transpose();
}

}  // namespace

std::vector<Rational> cell_losses(const LatticeCase& c, const LdlqFactor& factor) {
  std::vector<Rational> losses(c.blocks());
  for (Index step = 0; step < c.blocks(); ++step) {
    const Index block = c.block_at(step);
    losses[block] = eigenvalue_bound(pivot_block(factor, step * lattice_block));
  }
  return losses;
}

LossTally::LossTally(const LatticeCase& c, const LatticeScheme& scheme,
                     const std::vector<Rational>& cell_loss, reference::Work work)
    : c_(c),
      scheme_(scheme),
      cell_loss_(cell_loss),
      work_(std::move(work)),
      hessian_(exact_hessian(c)),
      length_(longest_fraction(hessian_)),
      error_(c.cols),
      taken_(Matrix<Index>::Zero(c.blocks(), std::ssize(c.beta))) {}

void LossTally::add(const BlockPlace& place, const CodedBlock& block, const BlockFinding& finding) {
  const Rational& beta = scheme_.beta[block.beta_index].exact;
  const E8Point point = point_of(c_, block, finding);
  for (Index i = 0; i < block.columns; ++i) {
    const Index column = place.block * lattice_block + i;
    error_(column) =
        exact(c_.values[place.row * c_.cols + column]) -
        (block.decoded != nullptr ? exact(block.decoded[i]) : Rational(beta * Rational(point.twice[i], 2)));
    squares_ += error_(column) * error_(column);
  }
  ++taken_(place.block, block.beta_index);
}

void LossTally::end_row() {
  // Each pair of columns takes a product and a sum of fractions.
  if (work_)
    work_(static_cast<double>(c_.cols * c_.cols) *
          reference::reduction_products(length_ + longest_fraction(error_) + 1));
  for (Index i = 0; i < c_.cols; ++i) {
    Rational sum = hessian_(i, i) * error_(i);
    for (Index j = 0; j < i; ++j) sum += 2 * hessian_(i, j) * error_(j);
    loss_ += error_(i) * sum;
  }
}

void LossTally::conclude(LatticeJudgement& result) const {
  Rational bound = 0;
  for (Index b = 0; b < taken_.rows(); ++b)
    for (Index p = 0; p < taken_.cols(); ++p)
      bound += taken_(b, p) * scheme_.beta[p].exact * scheme_.beta[p].exact * cell_loss_[b];
  set_loss(result, loss_, bound);
  result.squared_error = finite(reference::approximate(squares_ / (c_.rows * c_.cols)));
}

void SquaredErrors::add(const LatticeCase& c, const BlockPlace& place, const CodedBlock& block,
                        const E8Point& point) {
  const double beta = c.beta[block.beta_index];
  for (Index i = 0; i < block.columns; ++i) {
    const double value = c.values[place.row * c.cols + place.block * lattice_block + i];
    if (block.decoded != nullptr)
      sum_.add_square_of_difference(value, block.decoded[i]);
    else
      sum_.add_square_of_difference(value, beta, static_cast<double>(point.twice[i]) / 2);
  }
}

E8Point point_of(const LatticeCase& c, const CodedBlock& block, const BlockFinding& finding) {
  if (block.decoded != nullptr) return {};
  return finding.stands_for ? *finding.stands_for : reference::voronoi_point(block.code, c.q);
}

void set_loss(LatticeJudgement& result, const Rational& loss, const Rational& bound) {
  result.loss = as_point(in_double(loss));
  result.bound = as_point(in_double(bound));
  result.ratio = as_point(in_double(loss / bound));
}

}  // namespace quantcheck::check
