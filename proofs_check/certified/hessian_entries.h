// The entries of a Hessian where they lie, in float32 or in double.
#pragma once

#include <variant>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// A view of a square matrix, which somebody else keeps.
struct HessianEntries {
  std::variant<MatrixView<const double>, MatrixView<const float>> view;

  double operator()(Index i, Index j) const {
    return std::visit([i, j](const auto& entries) { return static_cast<double>(entries(i, j)); }, view);
  }

  /// What visit(entries) returns for the view in its own type.
  template <class Visit>
  decltype(auto) visit(const Visit& visit) const {
    return std::visit(visit, view);
  }
};

}  // namespace quantcheck::check
