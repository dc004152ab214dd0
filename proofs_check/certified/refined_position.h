// The position of one decision from a refined column of the Schur complement.
#pragma once

#include <quantcheck/proofs_check/certified/bounded_position.h>
#include <quantcheck/proofs_check/certified/schur_column.h>

namespace quantcheck::check {

/// One row of a case under a hypothesis, to twice the digits of double and in the scaling of a factor.
struct RowPairs {
  PairVector error;           // e by processing step, each with a relative error of at most 4 u^2
  std::vector<double> scale;  // by processing step
};

/// The numbers of a row of which RowErrors says that it is usable.
///
/// The product p of a scale and a level is exact as a pair. Where w - p.hi is not exact, it is at least half
/// of |p.hi| (by Sterbenz's lemma), so that the two low parts, whose sum is rounded once, are at most three
/// times u of it. Where the grid has offsets, e is the pair nearest to the exact error.
RowPairs row_pairs(const Case& c, const Grid<double>& grid, const CertifiedFactor& factor, Index row);

/// The same of the steps before `end` alone.
RowPairs row_pairs_before(const Case& c, const Grid<double>& grid, const CertifiedFactor& factor, Index row,
                          Index end);

/// The position of the row's decision at the column's step.
///
/// The residual is N / S with N = sum_i e_i p_i, over the steps up to this one of which the error is carried
/// here, and S = p_j. Where the entries are off by c d_i, N is off by at most c sum_i |e_i| d_i and S by c
/// d_j. A sum of n products of pairs adds (3 n + 10) u^2 sum_i |e_i p_i|, with the errors of e. With g = |s|
/// times the gap in levels, and M = 2 |N| - S g, which is off by E, the excess is M / (2 S g).
BoundedPosition refined_position(const CertifiedFactor& factor, const Hypothesis& hypothesis,
                                 const GridCells& cells, const SchurColumn& column, const RowPairs& row,
                                 Code code);

}  // namespace quantcheck::check
