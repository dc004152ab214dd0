// The shapes of the tensors of a case, checked against each other before any of their numbers is read.
#pragma once

#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

// Every function throws Error, naming the file and the tensor, for a shape that does not fit. Tensors that
// are missing, and tensors that such a case has no use for, are not checked.

/// The shape of a layer.
struct LayerShape {
  Index out = 0;
  Index in = 0;
  Index samples = 0;  // of activations; 0 without them
};

/// Checks `weight`, out x in, which has to be there; `hessian`, in x in; and `activations`, samples x in, at
/// least one.
LayerShape check_layer_shapes(const TensorBundle& file);

/// Checks those of a layer, and `scale`, `zero` and `offset`, out x groups, at least one group; `levels`, of
/// at least one and at most 65536 entries; `global_scale`, of 1 entry or `out`; `codes` or `dequantized`, out
/// x in; and `group_index`, `order` and `dead`, of `in` entries each.
void check_case_shapes(const TensorBundle& file);

/// Checks `values`, rows x cols, or `weight` with `hessian`, cols x cols and cols a multiple of 8; and
/// `codes`, `beta_index`, `decoded` and `norm`.
void check_lattice_shapes(const TensorBundle& file);

}  // namespace quantcheck::check
