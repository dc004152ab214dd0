#include <quantcheck/proofs_check/judge/lattice/certified_bound.h>

#include <algorithm>

#include <Eigen/Eigenvalues>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/rounding.h>
#include <quantcheck/proofs_check/judge/lattice/eigenvalue_bound.h>

namespace quantcheck::check {

using reference::exact;
using reference::Matrix;
using reference::Rational;

namespace {

constexpr Index width = lattice_block;

// cell_losses may have a number that is greater than the eigenvalue by so much of it.
constexpr double eigenvalue_margin = 0x1p-43;

// The share of the eigenvalue of T_bb T_bb^T by which it is off where U and D are rounded from pairs. An
// entry of that is then off by 3 u of |U| D |U|^T, which is at most the root of the product of two diagonal
// entries. So the norm of the error is at most 3 u times the trace, and that is at most eight eigenvalues.
constexpr double pair_rounding = 32 * double_roundoff;

// T_bb T_bb^T = U_bb D U_bb^T in the units of the weights, for U and D as they are stored.
Matrix<Rational> squared_factor(const FactoredLattice& lattice, Index first) {
  const CertifiedFactor& factor = lattice.factor;
  Matrix<Rational> u = Matrix<Rational>::Constant(width, width, Rational(0));
  Matrix<Rational> squared = u;
  for (Index i = 0; i < width; ++i) {
    const Rational unit = exact(factor.hessian.scaling[factor.factor.order[first + i]]);
    u(i, i) = 1 / unit;
    for (Index j = i + 1; j < width; ++j) u(i, j) = exact(factor.factor.entry(first + i, first + j)) / unit;
  }
  for (Index i = 0; i < width; ++i)
    for (Index j = 0; j < width; ++j)
      for (Index k = std::max(i, j); k < width; ++k)
        squared(i, j) += u(i, k) * exact(factor.factor.pivots[first + k]) * u(j, k);
  return squared;
}

double quotient_of_rayleigh(const Matrix<Rational>& matrix) {
  Eigen::MatrixXd rounded(width, width);
  for (Index i = 0; i < width; ++i)
    for (Index j = 0; j < width; ++j) rounded(i, j) = reference::approximate(matrix(i, j));
  if (!rounded.allFinite()) return 0;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(rounded);
  const Eigen::VectorXd vector = solver.eigenvectors().col(width - 1);
  if (!vector.allFinite()) return 0;
  Rational above = 0;
  Rational below = 0;
  for (Index i = 0; i < width; ++i) {
    const Rational x = exact(vector(i));
    for (Index j = 0; j < width; ++j) above += x * matrix(i, j) * exact(vector(j));
    below += x * x;
  }
  return below == 0 ? 0 : reference::approximate(above / below);
}

Interval eigenvalue(const FactoredLattice& lattice, Index step) {
  const CertifiedFactor& factor = lattice.factor;
  const Index first = step * width;
  const Matrix<Rational> squared = squared_factor(lattice, first);
  double p = 0;
  for (Index i = first; i < first + width; ++i) p += factor.inverse_sum[i] * factor.inverse_sum[i];
  p *= bound_slack * factor.entry_error;
  const double f = bound_slack * factor.relative_error;
  const double low =
      quotient_of_rayleigh(squared) * (1 - bound_slack * (p + f * f + pair_rounding + 4 * double_roundoff));
  const double high = reference::approximate(eigenvalue_bound(squared)) *
                      (1 + bound_slack * (p + eigenvalue_margin + pair_rounding + 4 * double_roundoff));
  return {next_below(std::max(low, 0.0)), next_above(high)};
}

}  // namespace

std::vector<Interval> largest_eigenvalues(const FactoredLattice& lattice) {
  std::vector<Interval> result(static_cast<std::size_t>(lattice.c.blocks()));
  optimized::team_of(optimized::thread_count(0)).for_each(lattice.c.blocks(), [&](Index step) {
    result[step] = eigenvalue(lattice, step);
  });
  return result;
}

Interval certified_bound(const FactoredLattice& lattice) {
  const LatticeCase& c = lattice.c;
  const std::vector<Interval> eigenvalues = largest_eigenvalues(lattice);
  Interval sum;
  for (Index step = 0; step < c.blocks(); ++step) {
    double squares = 0;
    for (Index row = 0; row < c.rows; ++row) {
      const double beta = c.beta[c.beta_index[row * c.blocks() + c.block_at(step)]];
      squares += beta * beta;
    }
    const double rounding = rounding_growth(c.rows + 4);
    sum = sum + Interval{next_below(eigenvalues[step].low * squares * (1 - rounding)),
                         next_above(eigenvalues[step].high * squares * (1 + rounding))};
  }
  return sum;
}

}  // namespace quantcheck::check
