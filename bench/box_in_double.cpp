#include <quantcheck/bench/box_in_double.h>

#include <algorithm>

#include <quantcheck/bench/blas/openblas.h>

namespace quantcheck::bench {
namespace {

using optimized::Buffer;
using optimized::Quantized;

// Everything below is in reversed processing order, in which the factor T of the damped H = T T^T is lower
// triangular.
Order reversed(const Order& order) { return {order.rbegin(), order.rend()}; }

Buffer<double> factor_in_double(const Layer& layer, const Order& order, double damping) {
  Buffer<double> matrix(layer.in * layer.in);
  for (Index i = 0; i < layer.in; ++i) {
    for (Index j = 0; j < layer.in; ++j)
      matrix[i * layer.in + j] = static_cast<double>(layer.hessian_view()(order[i], order[j]));
    matrix[i * (layer.in + 1)] += damping;
  }
  cholesky(matrix.data(), layer.in, Triangle::lower);
  return matrix;
}

Buffer<double> errors(const Layer& layer, const Quantized& quantized, const Order& order) {
  Buffer<double> error(layer.out * layer.in);
  for (Index row = 0; row < layer.out; ++row)
    for (Index k = 0; k < layer.in; ++k) {
      const Index column = order[k];
      const Code step = quantized.codes[row * layer.in + column] - quantized.grid.zero_at(row, column);
      error[row * layer.in + k] =
          static_cast<double>(layer.weight_view()(row, column)) -
          static_cast<double>(quantized.grid.scale_at(row, column)) * static_cast<double>(step);
    }
  return error;
}

// The distance in scales by which r is outside the box. It is negative inside.
double excess(double r, Code code, const CodeRange& range) {
  if (r > 0) return code == range.max ? -0.5 : r - 0.5;
  return code == range.min ? -0.5 : -r - 0.5;
}

}  // namespace

BoxInDouble box_in_double(const Layer& layer, const Quantized& quantized) {
  const Order order = reversed(quantized.order);
  const Buffer<double> factor = factor_in_double(layer, order, quantized.status.damping);
  Buffer<double> v = errors(layer, quantized, order);
  multiply_by_lower(v.data(), factor.data(), layer.out, layer.in);

  BoxInDouble box{layer.out * layer.in};
  for (Index row = 0; row < layer.out; ++row)
    for (Index k = 0; k < layer.in; ++k) {
      const Index column = order[k];
      const double step =
          static_cast<double>(quantized.grid.scale_at(row, column)) * factor[k * (layer.in + 1)];
      const double beyond = excess(v[row * layer.in + k] / step, quantized.codes[row * layer.in + column],
                                   quantized.grid.range);
      box.outside += beyond > 0;
      box.largest_excess = std::max(box.largest_excess, beyond);
    }
  return box;
}

}  // namespace quantcheck::bench
