// The shapes of the tensors of a case, checked against each other before any of their numbers is read.
#pragma once

#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

// Each throws Error naming the file and the tensor whose shape does not fit. Tensors that are missing, and
// tensors that such a case has no use for, are not checked.

struct LayerShape {
  Index out = 0;
  Index in = 0;
  Index samples = 0;  // of activations; 0 without them
};

/// `weight` out x in, which has to be there; `hessian` in x in; `activations` samples x in, one at least.
LayerShape check_layer_shapes(const TensorBundle& file);

/// Also `scale` and `zero` out x groups, one at least, `codes` or `dequantized` out x in, and of `in` entries
/// `group_index`, `order` and `dead`.
void check_case_shapes(const TensorBundle& file);

/// `values` rows x cols, or `weight` with `hessian` cols x cols, a multiple of 8; `codes`, `beta_index`,
/// `decoded`, `norm`.
void check_lattice_shapes(const TensorBundle& file);

}  // namespace quantcheck::check
