// Lattice codes in exact arithmetic.
#include <algorithm>
#include <string>

#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/quantize/exact.h>
#include <quantcheck/proofs_check/quantize/lattice_prepared.h>
#include <quantcheck/reference/hessian/block_udu.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/nestquant/matrix.h>
#include <quantcheck/reference/number/common_denominator.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/nearest_float.h>
#include <quantcheck/reference/number/norm.h>
#include <quantcheck/reference/quantizers/compensated.h>

namespace quantcheck::check {

using reference::exact;
using reference::Integer;
using reference::Matrix;
using reference::Rational;
using reference::Vector;

namespace {

// H x, where H is the Hadamard matrix. The sums are done in integers.
Vector<Rational> rotated(const Matrix<Code>& hadamard, const Vector<Rational>& x) {
  const auto [integers, denominator] = reference::over_common_denominator(x);
  const Vector<Integer> sums = reference::times_hadamard(hadamard, integers);
  Vector<Rational> result(x.size());
  for (Index i = 0; i < x.size(); ++i) result(i) = Rational(sums(i), denominator);
  return result;
}

void normalise(LatticeCase& c, const Layer& layer, const Progress& progress) {
  const auto entries = static_cast<double>(layer.in) * static_cast<double>(layer.in);
  if (exact_cost_of_rotation * entries * static_cast<double>(layer.out) > max_exact_cost)
    throw Error(std::to_string(layer.out) + " x " + std::to_string(layer.in) +
                " (out x in) would take exact arithmetic hours to rotate; fp32 takes seconds");
  const Matrix<Code> hadamard = reference::hadamard(layer.in);
  for (Index row = 0; row < layer.out; ++row) {
    if (progress) progress("rotating rows", row, layer.out);
    const Vector<Rational> x =
        exact_matrix(layer.weight.values(row * layer.in, layer.in).data(), 1, layer.in).row(0).transpose();
    const float norm = reference::norm_of(x);
    c.norm.push_back(static_cast<double>(norm));
    if (norm == 0) {
      c.values.resize(c.values.size() + static_cast<std::size_t>(layer.in), 0.0);
      continue;
    }
    for (const Rational& value : rotated(hadamard, x))
      c.values.push_back(
          static_cast<double>(reference::nearest_float(value / exact(static_cast<double>(norm)))));
  }
}

// R H R^T, where R is the rotation of the rows.
Matrix<Rational> rotated_hessian(Matrix<Rational> hessian) {
  const Matrix<Code> hadamard = reference::hadamard(hessian.rows());
  for (int side = 0; side < 2; ++side) {
    for (Index i = 0; i < hessian.rows(); ++i)
      hessian.row(i) = rotated(hadamard, hessian.row(i).transpose()).transpose();
    hessian.transposeInPlace();
  }
  return hessian / Rational(hessian.rows());
}

ScaledCodes<Rational> scaled_codes(const LatticeCase& c) {
  ScaledCodes<Rational> codes{c.q, {}};
  for (const double beta : c.beta) codes.beta.push_back(exact(beta));
  return codes;
}

/// Encodes the lattice block of a row whose target is given, and stores its code, its beta index and its
/// decoded values in the case. Returns what the code stands for.
reference::Block<Rational> store_block(LatticeCase& c, const ScaledCodes<Rational>& codes, Index row,
                                       Index block, const Vector<Rational>& target) {
  const reference::NestedBlock<Rational> found =
      reference::encode_block(reference::padded_block(target), codes, c.mode);
  const Index place = row * c.blocks() + block;
  std::copy(found.code.begin(), found.code.end(), c.codes.begin() + place * lattice_block);
  c.beta_index[place] = found.beta_index;
  reference::Block<Rational> value = reference::decode_block(found.code, found.beta_index, codes);
  for (Index i = 0; i < target.size(); ++i)
    c.decoded[row * c.cols + block * lattice_block + i] = reference::approximate(value[i]);
  return value;
}

reference::ColumnBlocks blocks_of(const LatticeCase& c) {
  return c.block_order == BlockOrder::first ? reference::first_to_last(c.cols, lattice_block)
                                            : reference::last_to_first(c.cols, lattice_block);
}

void encode_row_ldlq(LatticeCase& c, const ScaledCodes<Rational>& codes,
                     const reference::Udu<Rational>& factor, const reference::ColumnBlocks& blocks, Index row,
                     const Vector<Rational>& weight) {
  Vector<Rational> error(c.cols);  // in processing order
  for (Index step = 0; step < std::ssize(blocks); ++step) {
    const Index first = step * lattice_block;
    const Vector<Rational> w = weight.segment(blocks[step].begin, lattice_block);
    const Vector<Rational> target = w + reference::compensation(error, factor, first, first + lattice_block);
    const reference::Block<Rational> value =
        store_block(c, codes, row, blocks[step].begin / lattice_block, target);
    for (Index i = 0; i < lattice_block; ++i) error(first + i) = w(i) - value[i];
  }
}

}  // namespace

LatticeCase exact_values(const Layer& layer, const LatticeOptions& options, const Progress& progress) {
  LatticeCase c = empty_case(layer, options);
  if (options.rotate) {
    normalise(c, layer, progress);
  } else {
    c.values = layer.weight.values();
  }
  if (options.method == LatticeMethod::nestquant) return c;
  Matrix<Rational> hessian = exact_hessian(layer);
  const Rational damping = exact_damping(hessian.trace(), layer.in, options.damping);
  if (options.rotate) hessian = rotated_hessian(std::move(hessian));
  hessian = reference::damped(std::move(hessian), damping);
  try {
    for (const Rational& entry : hessian.reshaped<Eigen::RowMajor>())
      c.hessian.push_back(reference::nearest_double(entry));
  } catch (const Error& error) {
    throw Error(std::string("the damped hessian: ") + error.what());
  }
  return c;
}

void encode_exactly(LatticeCase& c, const Progress& progress) {
  c.codes.resize(c.rows * c.blocks() * lattice_block);
  c.beta_index.resize(c.rows * c.blocks());
  c.decoded.resize(c.rows * c.cols);
  const ScaledCodes<Rational> codes = scaled_codes(c);
  const Matrix<Rational> values = exact_matrix(c.values.data(), c.rows, c.cols);
  const reference::ColumnBlocks blocks = blocks_of(c);
  reference::Udu<Rational> factor;
  if (!c.hessian.empty()) {
    Order order;
    for (const reference::ColumnBlock& block : blocks)
      for (Index j = block.begin; j < block.end; ++j) order.push_back(j);
    factor = exact_factor_of(exact_matrix(c.hessian.data(), c.cols, c.cols), order, c.rows);
  }
  for (Index row = 0; row < c.rows; ++row) {
    if (progress) progress("quantizing rows", row, c.rows);
    const Vector<Rational> weight = values.row(row).transpose();
    if (!c.hessian.empty()) {
      encode_row_ldlq(c, codes, factor, blocks, row, weight);
      continue;
    }
    for (const reference::ColumnBlock& block : blocks)
      store_block(c, codes, row, block.begin / lattice_block, weight.segment(block.begin, block.size()));
  }
  c.decoded_format = narrowest_format(c.decoded);
}

}  // namespace quantcheck::check
