// A generic layer over a prime field, at which rational functions are evaluated.
#pragma once

#include <quantcheck/proofs_check/ledger/gptq/layer.h>
#include <quantcheck/proofs_check/ledger/identity.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/decide.h>

namespace quantcheck::check::ledger {

/// A layer of one row and n columns in natural order, with a scale and a zero point for each column. Its
/// Hessian is a generic symmetric matrix or, on activations, basis^T basis, where the basis consists of n x n
/// generic activations above mu I.
LayerOf<reference::PrimeField> generic_layer(Index n, bool on_activations, FieldDraw& draw);

/// An arbitrary code for each of the n steps.
std::vector<Code> any_decisions(Index n, FieldDraw& draw);

/// A random permutation of 0 .. n-1.
Order any_order(Index n, FieldDraw& draw);

/// The layer, which is in natural order, with its columns under other names: column k becomes column
/// order[k], and is still processed k-th.
LayerOf<reference::PrimeField> renamed(const LayerOf<reference::PrimeField>& layer, const Order& order);

/// The values that a form of GPTQ rounds at each step of the one row if the decisions are those given, so
/// that each is a rational function of what was drawn.
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

/// Bounds for the difference of two such targets, of step j, multiplied by prod_{k<j} det H[k+1..n].
/// docs/claims.md derives the degree and the height.
PolynomialBound target_bound(Index n, bool on_activations);

}  // namespace quantcheck::check::ledger
