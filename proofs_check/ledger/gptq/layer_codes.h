// The codes of a problem, and weights planted for given codes.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/ledger/gptq/layer.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/problems/problem.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {

/// The problem as the forms of GPTQ take it. There is a factor of the Hessian if the problem has activations.
LayerOf<reference::Rational> layer_of(const Problem& p);

/// The nearest plane's codes, out x in, on U D U^T of the damped Hessian in processing order.
reference::Codes codes_by_nearest_plane(const Problem& p);
reference::Codes codes_by_nearest_plane(const Problem& p, const reference::Udu<reference::Rational>& factor);

/// The loss e H e^T of a row, where H is the Hessian that is factored.
reference::Rational loss_of(const Problem& p, const reference::Codes& codes, Index row);

/// All codes of a grid that is a table, or has a range with two ends.
std::vector<Code> all_codes(const Grid<reference::Rational>& grid);

/// Random codes between -9 and 9, out x in, whatever the range of the grid.
reference::Codes random_codes(const Problem& p, Dice& dice);

/// Sets the weights of a row such that its codes leave the residual v, which is in processing order:
///     w = value(codes) + e with e U = v.
void plant_residual(Problem& p, const reference::Udu<reference::Rational>& factor,
                    const reference::Codes& codes, Index row,
                    const reference::Vector<reference::Rational>& v);

/// Sets the weights of a row such that its codes leave the errors e, which are in processing order.
void plant_errors(Problem& p, const reference::Udu<reference::Rational>& factor,
                  const reference::Codes& codes, Index row, const reference::Vector<reference::Rational>& e);

/// The problem with an unbounded grid, where its codes are integers.
Problem unclipped(Problem p);

}  // namespace quantcheck::check::ledger
