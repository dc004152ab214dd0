// Lattice codes in exact arithmetic.
#include <algorithm>
#include <exception>
#include <string>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/indefinite.h>
#include <quantcheck/proofs_check/certified/lattice/hessian_layer.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/quantize/certified_lattice.h>
#include <quantcheck/proofs_check/quantize/exact.h>
#include <quantcheck/proofs_check/quantize/lattice_prepared.h>
#include <quantcheck/proofs_check/quantize/lattice_sweep.h>
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
  const auto n = static_cast<double>(hessian.rows());
  if (2 * exact_cost_of_rotation * n * n * n > max_exact_cost)
    throw Error(std::to_string(hessian.rows()) +
                " inputs would take exact arithmetic hours to rotate; fp32 takes seconds");
  const Matrix<Code> hadamard = reference::hadamard(hessian.rows());
  for (int side = 0; side < 2; ++side) {
    for (Index i = 0; i < hessian.rows(); ++i)
      hessian.row(i) = rotated(hadamard, hessian.row(i).transpose()).transpose();
    hessian.transposeInPlace();
  }
  return hessian / Rational(hessian.rows());
}

/// Encodes the lattice block of a row whose target is given, and stores it. Returns what the code stands for.
reference::Block<Rational> encode_and_store(LatticeCase& c, const LatticeScheme& scheme, Index row,
                                            Index block, const Vector<Rational>& target) {
  const EncodedBlock found = clearly_encoded(scheme, block_target(reference::padded_block(target)));
  store_block(c, row, block, found);
  reference::Block<Rational> value;
  for (std::size_t i = 0; i < value.size(); ++i)
    value[i] = scheme.beta[found.beta_index].exact * Rational(found.point.twice[i], 2);
  return value;
}

reference::ColumnBlocks blocks_of(const LatticeCase& c) {
  return c.block_order == BlockOrder::first ? reference::first_to_last(c.cols, lattice_block)
                                            : reference::last_to_first(c.cols, lattice_block);
}

void encode_row_ldlq(LatticeCase& c, const LatticeScheme& scheme, const reference::Udu<Rational>& factor,
                     const reference::ColumnBlocks& blocks, Index row, const Vector<Rational>& weight) {
  Vector<Rational> error(c.cols);  // in processing order
  for (Index step = 0; step < std::ssize(blocks); ++step) {
    const Index first = step * lattice_block;
    const Vector<Rational> w = weight.segment(blocks[step].begin, lattice_block);
    const Vector<Rational> target = w + reference::compensation(error, factor, first, first + lattice_block);
    const reference::Block<Rational> value =
        encode_and_store(c, scheme, row, blocks[step].begin / lattice_block, target);
    for (Index i = 0; i < lattice_block; ++i) error(first + i) = w(i) - value[i];
  }
}

void encode_in_rationals(LatticeCase& c, const Progress& progress) {
  const LatticeScheme scheme = scheme_of(c);
  const reference::ColumnBlocks blocks = blocks_of(c);
  const Matrix<Rational> values = exact_matrix(c.values.data(), c.rows, c.cols);
  const reference::Udu<Rational> factor =
      exact_factor_of(exact_matrix(c.hessian.data(), c.cols, c.cols), column_order(c), c.rows);
  for (Index row = 0; row < c.rows; ++row) {
    if (progress) progress("quantizing rows", row, c.rows);
    encode_row_ldlq(c, scheme, factor, blocks, row, values.row(row).transpose());
  }
}

// Encodes values, whose blocks are independent of each other.
void encode_values(LatticeCase& c, const Progress& progress) {
  constexpr Index together = 64;
  const LatticeScheme scheme = scheme_of(c);
  const RowTargets targets = value_targets(c);
  for (Index first = 0; first < c.rows; first += together) {
    if (progress) progress("quantizing rows", first, c.rows);
    const Index count = std::min(together, c.rows - first);
    std::vector<std::exception_ptr> failures(static_cast<std::size_t>(count));
    optimized::team_of(optimized::thread_count(0)).for_each(count, [&](Index k) {
      try {
        const std::vector<BlockTarget> row = targets(first + k);
        for (Index b = 0; b < c.blocks(); ++b) store_block(c, first + k, b, clearly_encoded(scheme, row[b]));
      } catch (const Error&) {
        failures[k] = std::current_exception();
      }
    });
    for (const std::exception_ptr& failure : failures)
      if (failure) std::rethrow_exception(failure);
  }
}

[[noreturn]] void refuse(const LatticeCase& c) {
  const HessianLayer layer = hessian_layer(c);
  if (const auto proof = proof_of_indefinite(layer.c, layer.hypothesis, -1, {}))
    throw Error("the damped hessian is not positive definite: " + *proof + "; more damping may help");
  throw Error(
      "the damped hessian is so ill-conditioned that double does not resolve it; more damping may help");
}

// The undamped Hessian of a layer of any size. What would take hours is refused.
Matrix<Rational> undamped_hessian(const Layer& layer) {
  const auto pairs = static_cast<double>(layer.in) * static_cast<double>(layer.in) / 2;
  if (pairs * exact_cost_of_sample * static_cast<double>(layer.samples) > max_exact_cost)
    throw Error(std::to_string(layer.samples) +
                " samples would take exact arithmetic hours; fp32 takes seconds");
  return hessian_in_rationals(layer);
}

// An entry of the damped Hessian as a case stores it.
double stored_entry(const Rational& entry) try {
  return reference::nearest_double(entry);
} catch (const Error& error) {
  throw Error(std::string("the damped hessian: ") + error.what());
}

// The damped Hessian of a layer whose Hessian is given and is not rotated: what it has beside the diagonal is
// stored already.
std::vector<double> damped_in_place(const Layer& layer, const Damping<Rational>& request) {
  std::vector<double> hessian = layer.hessian.values();
  Rational trace = 0;
  for (Index j = 0; j < layer.in; ++j) trace += exact(hessian[j * layer.in + j]);
  const Rational damping = exact_damping(trace, layer.in, request);
  for (Index j = 0; j < layer.in; ++j) {
    double& entry = hessian[j * layer.in + j];
    entry = stored_entry(exact(entry) + damping);
  }
  return hessian;
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
  if (!options.rotate && !layer.hessian.empty()) {
    c.hessian = damped_in_place(layer, options.damping);
    return c;
  }
  Matrix<Rational> hessian = undamped_hessian(layer);
  const Rational damping = exact_damping(hessian.trace(), layer.in, options.damping);
  if (options.rotate) hessian = rotated_hessian(std::move(hessian));
  hessian = reference::damped(std::move(hessian), damping);
  for (const Rational& entry : hessian.reshaped<Eigen::RowMajor>()) c.hessian.push_back(stored_entry(entry));
  return c;
}

void encode_exactly(LatticeCase& c, const Progress& progress) {
  c.codes.resize(c.rows * c.blocks() * lattice_block);
  c.beta_index.resize(c.rows * c.blocks());
  c.decoded.resize(c.rows * c.cols);
  if (c.hessian.empty()) {
    encode_values(c, progress);
  } else {
    const bool few = c.cols <= max_exact_inputs;
    const CertifiedLatticeCodes found = certified_lattice_codes(c, progress);
    if (!few && !found.factored) refuse(c);
    if (!few && !found.in_range) throw Error("weights or betas lie too far apart for arithmetic in double");
    if (few && (!found.factored || !found.in_range || found.assumed_ties > 0))
      encode_in_rationals(c, progress);
    else if (found.assumed_ties > 0)
      c.note += "; " + std::to_string(found.assumed_ties) + (found.assumed_ties == 1 ? " block" : " blocks") +
                " next to a tie, taken for ties";
  }
  c.decoded_format = narrowest_format(c.decoded);
}

}  // namespace quantcheck::check
