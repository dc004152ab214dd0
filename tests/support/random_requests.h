// Small random layers, and random requests to quantize them.
#pragma once

#include <string>

#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/quantize/lattice_options.h>

namespace quantcheck::test {

/// A layer with activations or a Hessian, well conditioned: there are more than two samples for each input.
/// Where `dead` is set, some inputs are dead, but never the first. Values are multiples of 1/64, so that ties
/// are common.
check::Layer random_request_layer(check::Dice& dice, Index out, Index in, bool dead = false);

/// Any method, grid, order and damping, in exact arithmetic or fp32. Current scales have groups of at least
/// three columns: a scale for every single weight leaves no errors but those of rounding, and the next scales
/// are made of those.
check::QuantizeOptions random_quantize_options(check::Dice& dice, const check::Layer& layer);

/// Any method, codes, betas and damping for the layer, whose Hessian or activations are removed where the
/// method takes none.
check::LatticeOptions random_lattice_options(check::Dice& dice, check::Layer& layer);

}  // namespace quantcheck::test
