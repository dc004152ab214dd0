// A layer of which nothing is special, to evaluate rational functions at.
#pragma once

#include <quantcheck/proofs_check/ledger/gptq/layer.h>
#include <quantcheck/proofs_check/ledger/identity.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/decide.h>

namespace quantcheck::check::ledger {

/// One row in natural order, a scale and a zero point for each column; the Hessian a generic symmetric
/// matrix, or F^T F with F generic activations above mu I.
LayerOf<reference::PrimeField> generic_layer(Index n, bool on_activations, FieldDraw& draw);

/// A code for each step, any.
std::vector<Code> any_decisions(Index n, FieldDraw& draw);

/// A random permutation.
Order any_order(Index n, FieldDraw& draw);

/// A layer in natural order with its columns named otherwise: column k becomes order[k], and is processed
/// k-th.
LayerOf<reference::PrimeField> renamed(const LayerOf<reference::PrimeField>& layer, const Order& order);

/// What a form of GPTQ rounds at each step of the one row, given what is decided at each step, so that it is
/// a rational function of what was drawn.
template <class Form>
reference::Vector<reference::PrimeField> targets_by(const Form& form,
                                                    const LayerOf<reference::PrimeField>& layer,
                                                    const std::vector<Code>& decisions) {
  const Order step_of = reference::inverse_order(layer.order);
  reference::Vector<reference::PrimeField> targets(layer.in());
  form(layer, [&](Index, Index column, const reference::PrimeField& target) {
    targets(step_of[column]) = target;
    return decisions[step_of[column]];
  });
  return targets;
}

/// Of the difference of two such targets, times prod_{k<j} det H[k+1..n]; docs/claims.md derives both
/// figures.
PolynomialBound target_bound(Index n, bool on_activations);

}  // namespace quantcheck::check::ledger
