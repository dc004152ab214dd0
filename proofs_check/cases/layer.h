// What is quantized: the weights of a layer, and what it sees.
#pragma once

#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// Matrices are row-major. The Hessian is given itself or by activations, from which it is X^T X.
struct Layer {
  Index out = 0;
  Index in = 0;
  std::vector<double> weight;   // out x in
  std::vector<double> hessian;  // in x in, exactly symmetric, undamped; empty where activations are given
  Index samples = 0;
  std::vector<double> activations;  // samples x in; empty where the Hessian is given

  friend bool operator==(const Layer&, const Layer&) = default;
};

/// What a case file's `hessian` holds: the whole matrix, or one triangle (with the diagonal) that stands for
/// it; then the other triangle is not looked at beyond being finite.
enum class Triangle { both, lower, upper };

/// Throws Error, naming the tensor and the place, unless there is a row and a column, sizes agree, all values
/// are finite and the Hessian is exactly symmetric. check_layer: with a Hessian or activations, and not both;
/// check_weight: with neither.
void check_layer(const Layer& layer);
void check_weight(const Layer& layer);

}  // namespace quantcheck::check
