// A layer of which nothing is special, to evaluate rational functions at.
#pragma once

#include <quantcheck/proofs_check/claims/identity.h>
#include <quantcheck/proofs_check/claims/layer.h>

namespace quantcheck::check {

/// One row in natural order, a scale and a zero point for each column; the Hessian a generic symmetric
/// matrix, or F^T F with F generic activations above mu I.
LayerOf<reference::PrimeField> generic_layer(Index n, bool on_activations, FieldDraw& draw);

}  // namespace quantcheck::check
