// A column of the Hessian's Schur complements by exact products, for decisions that pairs leave open.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/certified/bounded_position.h>
#include <quantcheck/proofs_check/certified/schur_column.h>
#include <quantcheck/reference/number/rational.h>
#include <quantcheck/reference/number/work.h>

namespace quantcheck::check {

/// The error at which a column of exact products is exact enough for a verdict on any layer that double can
/// factor.
inline constexpr double verdict_goal = 0x1p-128;

/// The same column as a SchurColumn: p_0 .. p_(begin - 1), exactly (H u)_i for some u, and off by at most
/// error * d_i. The error is 0 where u solves the equations of H_BB, so that the residual r of that theorem
/// is exactly 0.
struct ExactColumn {
  Index step = 0;
  Index begin = 0;
  std::vector<reference::Rational> entries;
  double error = 0;
  std::vector<reference::Rational> vector;  // u
};

/// The column as it is.
ExactColumn in_rationals(const SchurColumn& column);

/// Refines the column, by products in exact numbers, until its error is at most `goal` or 0, or until that is
/// not reached by the factor. `work` is told of every product before it is made, and may throw.
ExactColumn exact_column(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                         const SchurColumn& start, double goal, const reference::Work& work);

/// The column whose error is 0, if u rounded to a multiple of 2^-150 solves the equations of H_BB, as it does
/// where their solution is such a multiple and the column is refined beyond that; else the column as it is.
ExactColumn solved_column(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                          ExactColumn column, const reference::Work& work);

/// A residual in the units of the weights, and how far it may be off.
struct NearResidual {
  reference::Rational value;
  double error = 0;
};

/// The residual v_j = N / S of a row from the column, as in refined_position. N and S are exact but for the
/// error of the column.
NearResidual residual_from(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                           const ExactColumn& column, Index row);

/// What a column that compensates adds to the weight at its step, in the same way. `errors` are those of the
/// row by step, in the units of the weights.
NearResidual compensation_from(const CertifiedFactor& factor, const ExactColumn& column,
                               const std::vector<reference::Rational>& errors);
NearResidual compensation_from(const Case& c, const CertifiedFactor& factor, const ExactColumn& column,
                               Index row);

/// The position of the decision with that residual; exact where its error is 0.
BoundedPosition exact_position(const Grid<double>& grid, const GridCells& cells, Index row, Index column,
                               Code code, const NearResidual& residual);

/// The gap on one side of the cell of a code, in levels; the grid must have more than one value.
reference::Rational exact_gap(const GridCells& cells, Code code, bool greater);

}  // namespace quantcheck::check
