// The errors of the lattice blocks of some rows of an LDLQ case.
#pragma once

#include <span>
#include <vector>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/certified/refined_position.h>
#include <quantcheck/proofs_check/certified/row_errors.h>
#include <quantcheck/reference/lattice/e8.h>

namespace quantcheck::check {

/// The points that the codes of a row stand for, by lattice block. It is empty where the case has decoded
/// values, which are then what the codes stand for; else a value is beta times a coordinate of the point.
using RowPoints = std::vector<reference::E8Point>;

/// The points that the codes of a row stand for as far as the weights tell: of several least points of a code
/// the one that is nearest to the weights over beta.
RowPoints likely_points(const LatticeCase& c, Index row);

/// The errors e = w - (what the codes stand for) in double, as RowErrors says; `scale` is left empty. Steps
/// and scaling are those of `order` and `scaling`. `points` has an entry for each of `rows`.
RowErrors block_errors(const LatticeCase& c, const Order& order, const std::vector<double>& scaling,
                       std::span<const Index> rows, const std::vector<RowPoints>& points);

/// The same of one row, in the scaling of the factor and to twice the digits of double, each with a relative
/// error of at most 4 u^2. For rows of which RowErrors says that they are usable.
RowPairs block_error_pairs(const LatticeCase& c, const CertifiedFactor& factor, Index row,
                           const RowPoints& points);

/// The same, exactly and in the units of the weights, by step.
std::vector<reference::Rational> exact_block_errors(const LatticeCase& c, const Order& order, Index row,
                                                    const RowPoints& points);

}  // namespace quantcheck::check
