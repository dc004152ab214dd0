// Small layers and what is asked of the quantizer for them, drawn at random.
#pragma once

#include <string>

#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/quantize/lattice_options.h>

namespace quantcheck::test {

/// A Hessian or activations, well conditioned: two samples and more for each input. With dead inputs where
/// `dead` says so, but for the first. Values are multiples of 1/64, so that ties are common.
check::Layer random_request_layer(check::Dice& dice, Index out, Index in, bool dead = false);

/// Any method, grid, order and damping, and any arithmetic of the two. Groups have three columns at least
/// where scales are current: a scale for every single weight leaves no errors but those of rounding, and the
/// next scales are made of them.
check::QuantizeOptions random_quantize_options(check::Dice& dice, const check::Layer& layer);

/// Any method, codes, betas and damping, for the layer; without its Hessian where the method takes none.
check::LatticeOptions random_lattice_options(check::Dice& dice, check::Layer& layer);

}  // namespace quantcheck::test
