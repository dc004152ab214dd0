// From a problem to its codes and back.
#pragma once

#include <quantcheck/proofs_check/ledger/gptq/layer.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/problems/problem.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {

/// The problem as the forms of GPTQ take it; with a factor of the Hessian where there are activations.
LayerOf<reference::Rational> layer_of(const Problem& p);

reference::Codes codes_by_nearest_plane(const Problem& p);
reference::Codes codes_by_nearest_plane(const Problem& p, const reference::Udu<reference::Rational>& factor);

/// e H e^T of a row, H what is factored.
reference::Rational loss_of(const Problem& p, const reference::Codes& codes, Index row);

/// Any codes between -9 and 9, whatever the range.
reference::Codes random_codes(const Problem& p, Dice& dice);

/// Moves the weights of a row so that its codes leave the residual v (in processing order): w =
/// value(codes) + e with e U = v.
void plant_residual(Problem& p, const reference::Udu<reference::Rational>& factor,
                    const reference::Codes& codes, Index row,
                    const reference::Vector<reference::Rational>& v);

Problem unclipped(Problem p);

}  // namespace quantcheck::check::ledger
