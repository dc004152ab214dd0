// The input of a kernel: a layer and the grid to quantize it on.
#pragma once

#include <cstdint>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check::drive {

/// A layer in the types of proofs_check/drive/quantcheck_kernel.h, which says what the members are. Refers to
/// weights and Hessian, both without padding.
struct KernelInput {
  Index out = 0;
  Index in = 0;
  Index groups = 0;
  const float* weight = nullptr;
  const float* hessian = nullptr;
  double damping = 0;
  std::vector<float> scale;
  std::vector<std::int32_t> zero;
  std::vector<std::int32_t> group_index;
  std::vector<std::int32_t> order;
  std::int32_t qmin = 0;
  std::int32_t qmax = 0;
};

/// The input of these arrays. The grid's range has to have both ends.
KernelInput kernel_input(MatrixView<const float> weight, MatrixView<const float> hessian, double damping,
                         const Grid<float>& grid, const Order& order);

}  // namespace quantcheck::check::drive
