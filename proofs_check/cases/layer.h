// A layer to be quantized: its weights, and the Hessian or the activations of its inputs.
#pragma once

#include <quantcheck/proofs_check/cases/stored_floats.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// Matrices are row-major, in the formats that they are stored in. H is given either as it is or by
/// activations X, from which it is X^T X. Where neither is there, nothing is known of H.
struct Layer {
  Index out = 0;
  Index in = 0;
  StoredFloats weight;   // out x in
  StoredFloats hessian;  // in x in, exactly symmetric, undamped; empty where activations are given
  Index samples = 0;
  StoredFloats activations;  // samples x in; empty where the Hessian is given

  /// Whether the Hessian or activations are there.
  bool has_hessian() const { return !hessian.empty() || !activations.empty(); }

  friend bool operator==(const Layer&, const Layer&) = default;
};

/// The part of a case file's `hessian` that counts: the whole matrix, or one triangle (with the diagonal)
/// that stands for it. What the other triangle holds then has to be finite, and is not looked at otherwise.
enum class Triangle { both, lower, upper };

/// Throws Error, naming the tensor and the place, unless the layer has at least one row and one column, sizes
/// agree, all values are finite, the Hessian is exactly symmetric, and there is either a Hessian or
/// activations, not both.
void check_layer(const Layer& layer);
/// Throws Error in the same way for what is wrong with the weights, and if there is a Hessian or activations.
void check_weight(const Layer& layer);

}  // namespace quantcheck::check
