#include <quantcheck/proofs_check/cases/layer.h>

#include <cmath>
#include <string>

#include <quantcheck/proofs_check/text/printable.h>

namespace quantcheck::check {
namespace {

void check_matrix(const char* name, const StoredFloats& values, Index rows, Index cols) {
  if (std::ssize(values) != rows * cols)
    throw Error(std::string(name) + ": " + std::to_string(values.size()) + " values, not " +
                std::to_string(rows) + " x " + std::to_string(cols));
  const Index k = first_infinite(values);
  if (k < std::ssize(values))
    throw Error(std::string(name) + ": row " + std::to_string(k / cols) + ", column " +
                std::to_string(k % cols) + " is not finite");
}

void check_weights(const Layer& layer) {
  if (layer.out < 1 || layer.in < 1)
    throw Error("weight: " + std::to_string(layer.out) + " x " + std::to_string(layer.in) +
                " (out x in); a layer has at least one row and one column");
  check_matrix("weight", layer.weight, layer.out, layer.in);
}

}  // namespace

void check_layer(const Layer& layer) {
  check_weights(layer);
  if (layer.hessian.empty() == layer.activations.empty())
    throw Error(layer.hessian.empty() ? "neither hessian nor activations: one of them is needed"
                                      : "both hessian and activations: only one of them says what H is");
  if (layer.hessian.empty()) {
    check_matrix("activations", layer.activations, layer.samples, layer.in);
    return;
  }
  const Index n = layer.in;
  check_matrix("hessian", layer.hessian, n, n);
  const Doubles hessian(layer.hessian);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < i; ++j)
      if (hessian[i * n + j] != hessian[j * n + i])
        throw Error("hessian: not symmetric: row " + std::to_string(i) + ", column " + std::to_string(j) +
                    " is " + shortest(hessian[i * n + j]) + ", and its mirror image " +
                    shortest(hessian[j * n + i]));
}

void check_weight(const Layer& layer) {
  check_weights(layer);
  if (!layer.hessian.empty() || !layer.activations.empty())
    throw Error("a hessian or activations, which codes of rows alone do not take; LDLQ does");
}

}  // namespace quantcheck::check
