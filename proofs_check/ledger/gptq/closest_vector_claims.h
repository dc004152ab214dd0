// The claims about the closest vector problem of a row, grouped by what they are about.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/ledger/claim.h>
#include <quantcheck/reference/lattice/gram_schmidt.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check::ledger {

std::vector<Claim> gptq_loss_claims();   // the loss, from the errors that GPTQ feeds back
std::vector<Claim> obq_update_claims();  // OBQ's update is a projection

/// The factor of the damped Hessian (factor_basis), with its columns in their own order.
inline reference::Matrix<reference::Rational> own_basis(const Problem& p) {
  return factor_basis(p)(Eigen::all, reference::inverse_order(p.order));
}

/// The columns of x that are named, with `last` moved to the end. The last direction of their Gram-Schmidt
/// orthogonalization is then the part of that column that is orthogonal to the others.
template <class Number>
reference::Matrix<Number> with_last(const reference::Matrix<Number>& x, std::vector<Index> columns,
                                    Index last) {
  std::erase(columns, last);
  columns.push_back(last);
  return x(Eigen::all, columns);
}

/// The squared length of the part of x_last that is orthogonal to the other columns named.
template <class Number>
Number squared_height(const reference::Matrix<Number>& x, const std::vector<Index>& columns, Index last) {
  return reference::gram_schmidt(with_last(x, columns, last)).squared_norm.tail(1)(0);
}

}  // namespace quantcheck::check::ledger
