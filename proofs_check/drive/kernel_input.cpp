#include <quantcheck/proofs_check/drive/kernel_input.h>

namespace quantcheck::check::drive {

KernelInput kernel_input(MatrixView<const float> weight, MatrixView<const float> hessian, double damping,
                         const Grid<float>& grid, const Order& order) {
  KernelInput input;
  input.out = weight.rows;
  input.in = weight.cols;
  input.groups = grid.groups;
  input.weight = weight.data;
  input.hessian = hessian.data;
  input.damping = damping;
  input.scale = grid.scale;
  input.zero.assign(grid.zero.begin(), grid.zero.end());
  input.group_index.assign(grid.group_index.begin(), grid.group_index.end());
  input.order.assign(order.begin(), order.end());
  input.qmin = static_cast<std::int32_t>(grid.range.min.value());
  input.qmax = static_cast<std::int32_t>(grid.range.max.value());
  return input;
}

}  // namespace quantcheck::check::drive
