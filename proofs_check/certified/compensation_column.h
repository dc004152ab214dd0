// The change of a weight that makes up for the errors of a row, from a refined column that compensates.
#pragma once

#include <quantcheck/proofs_check/certified/refined_position.h>
#include <quantcheck/proofs_check/certified/schur_column.h>

namespace quantcheck::check {

/// A number to twice the digits of double, and how far it may be off.
struct BoundedPair {
  Pair value;
  double error = 0;
};

/// The sum over i < begin of e_i p_i, in the scaling of the factor, for a column that compensates and a row
/// that is usable (RowErrors). It is off as N is in refined_position.
BoundedPair compensation_from(const CertifiedFactor& factor, const SchurColumn& column, const RowPairs& row);

}  // namespace quantcheck::check
