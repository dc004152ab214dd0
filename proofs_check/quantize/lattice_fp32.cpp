// Lattice codes by the optimized quantizer.
#include <algorithm>
#include <numeric>

#include <quantcheck/optimized/gram.h>
#include <quantcheck/optimized/hadamard.h>
#include <quantcheck/optimized/ldlq.h>
#include <quantcheck/proofs_check/quantize/floats.h>
#include <quantcheck/proofs_check/quantize/lattice_prepared.h>

namespace quantcheck::check {

using optimized::Execution;

namespace {

std::vector<double> undamped_hessian(const Layer& layer, const Execution& execution) {
  if (layer.activations.empty()) return layer.hessian.values();
  const std::vector<float> x = floats(layer.activations, "activations", layer.in);
  const optimized::SquareMatrix gram =
      optimized::gram({x.data(), layer.samples, layer.in, layer.in}, execution);
  std::vector<double> hessian;
  hessian.reserve(layer.in * layer.in);
  for (Index i = 0; i < layer.in; ++i)
    for (Index j = 0; j < layer.in; ++j) hessian.push_back(gram.view()(i, j));
  return hessian;
}

void transpose(std::vector<float>& square, Index n) {
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < i; ++j) std::swap(square[i * n + j], square[j * n + i]);
}

// R H R^T in float, where R is the rotation of the rows. The lower triangle of the result is taken for both.
std::vector<double> rotated(const std::vector<double>& hessian, Index n, const Execution& execution) {
  std::vector<float> h = floats(hessian, "hessian", n);
  for (int side = 0; side < 2; ++side) {
    optimized::rotate_rows({h.data(), n, n, n}, {h.data(), n, n, n}, execution);
    transpose(h, n);
  }
  std::vector<double> result(h.begin(), h.end());
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < i; ++j) result[j * n + i] = result[i * n + j];
  return result;
}

void add_damping(std::vector<double>& hessian, Index n, double lambda) {
  for (Index i = 0; i < n; ++i) hessian[i * n + i] += lambda;
}

double damping_of(const std::vector<double>& hessian, Index n, const Damping<reference::Rational>& request) {
  double trace = 0;
  for (Index i = 0; i < n; ++i) trace += hessian[i * n + i];
  const Damping<double> damping = in_doubles(request);
  return damping.relative * (trace / static_cast<double>(n)) + damping.absolute;
}

}  // namespace

LatticeCase fp32_values(const Layer& layer, const LatticeOptions& options, const Execution& execution) {
  LatticeCase c = empty_case(layer, options);
  const Index n = layer.in;
  std::vector<float> rows = floats(layer.weight, "weight", n);
  if (options.rotate) {
    const MatrixView<float> view{rows.data(), layer.out, n, n};
    const std::vector<float> norms =
        optimized::normalise_rows({rows.data(), layer.out, n, n}, view, execution);
    c.norm.assign(norms.begin(), norms.end());
  }
  c.values.assign(rows.begin(), rows.end());
  if (options.method == LatticeMethod::nestquant) return c;
  const std::vector<double> hessian = undamped_hessian(layer, execution);
  c.hessian = options.rotate ? rotated(hessian, n, execution) : hessian;
  add_damping(c.hessian, n, damping_of(hessian, n, options.damping));
  return c;
}

void encode_fp32(LatticeCase& c, const Execution& execution) {
  const std::vector<float> values = padded_values(c);
  const ScaledCodes<float> codes{c.q, floats(c.beta, "betas", std::ssize(c.beta))};
  std::vector<std::uint8_t> code(values.size());
  std::vector<std::uint8_t> index(values.size() / lattice_block);
  if (c.hessian.empty()) {
    std::vector<std::uint8_t> overload(index.size());
    optimized::nested_encode(values, codes, c.mode, {code, index, overload}, execution);
  } else {
    optimized::FactorOptions undamped;
    undamped.damping = {0, 0};
    const optimized::BlockFactor factor =
        optimized::factorize_blocks(MatrixView<const double>{c.hessian.data(), c.cols, c.cols, c.cols},
                                    c.block_order, undamped, execution);
    const optimized::NestedLayer layer =
        optimized::ldlq({values.data(), c.rows, c.cols, c.cols}, factor, codes, c.mode, execution);
    std::copy(layer.code.begin(), layer.code.end(), code.begin());
    std::copy(layer.beta_index.begin(), layer.beta_index.end(), index.begin());
  }
  std::vector<float> decoded(values.size());
  optimized::nested_decode(code, index, codes, decoded, execution);
  c.codes.assign(code.begin(), code.end());
  c.beta_index.assign(index.begin(), index.end());
  const Index width = c.blocks() * lattice_block;
  for (Index row = 0; row < c.rows; ++row)
    for (Index j = 0; j < c.cols; ++j) c.decoded.push_back(static_cast<double>(decoded[row * width + j]));
  c.decoded_format = FloatFormat::f32;
}

}  // namespace quantcheck::check
