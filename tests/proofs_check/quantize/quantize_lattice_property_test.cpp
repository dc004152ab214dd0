// Lattice cases that the program makes, compared with direct calls of the reference and judged.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/optimized/nested_codes.h>
#include <quantcheck/proofs_check/io/cases/lattice_file.h>
#include <quantcheck/proofs_check/io/formats/safetensors.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/proofs_check/quantize/quantize_lattice.h>
#include <quantcheck/proofs_check/report/lattice.h>
#include <quantcheck/reference/nestquant/matrix.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/nearest_float.h>
#include <quantcheck/reference/number/norm.h>
#include <quantcheck/reference/quantizers/ldlq.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/random_requests.h>
#include <quantcheck/tests/support/written.h>

namespace quantcheck::test {
namespace {

using check::LatticeCase;
using check::LatticeMethod;
using check::LatticeOptions;
using check::Layer;
using reference::exact;
using reference::Matrix;
using reference::Rational;
using reference::Vector;

struct Drawn {
  Layer layer;
  LatticeOptions options;
};

Drawn draw(Dice& dice) {
  Drawn drawn;
  const bool ldlq = dice.chance(50);
  const Index in = ldlq ? dice.pick<Index>({8, 16, 24}) : dice.pick<Index>({1, 2, 4, 8, 12, 16, 24, 20});
  drawn.layer = random_request_layer(dice, dice.between(1, 3), in);
  drawn.options = random_lattice_options(dice, drawn.layer);
  if (drawn.options.method == LatticeMethod::ldlq && drawn.layer.in % 8 != 0) return draw(dice);
  return drawn;
}

Matrix<Rational> in_fractions(const std::vector<double>& values, Index rows, Index cols) {
  Matrix<Rational> result(rows, cols);
  for (Index k = 0; k < rows * cols; ++k) result(k / cols, k % cols) = exact(values[k]);
  return result;
}

double as_float(const Rational& x) { return static_cast<double>(reference::nearest_float(x)); }

// Checks the values to be encoded against their definitions.
void expect_values(const LatticeCase& c, const Layer& layer, const LatticeOptions& options) {
  if (!options.rotate) {
    RC_ASSERT(c.values == layer.weight);
    RC_ASSERT(c.norm.empty());
    return;
  }
  const Matrix<Code> hadamard = reference::hadamard(layer.in);
  const Matrix<Rational> weight = in_fractions(layer.weight.values(), layer.out, layer.in);
  for (Index row = 0; row < layer.out; ++row) {
    const Vector<Rational> w = weight.row(row).transpose();
    const float norm = reference::norm_of(w);
    RC_ASSERT(c.norm[row] == static_cast<double>(norm));
    const Vector<Rational> values =
        norm == 0 ? w : reference::normalised(w, exact(static_cast<double>(norm)), hadamard);
    for (Index j = 0; j < layer.in; ++j) RC_ASSERT(c.values[row * layer.in + j] == as_float(values(j)));
  }
}

void expect_hessian(const LatticeCase& c, const Layer& layer, const LatticeOptions& options) {
  const Index n = layer.in;
  Matrix<Rational> h = layer.hessian.empty()
                           ? reference::gram(in_fractions(layer.activations.values(), layer.samples, n))
                           : in_fractions(layer.hessian.values(), n, n);
  Rational mean = 0;
  for (Index j = 0; j < n; ++j) mean += h(j, j) / n;
  const Rational damping = written(options.damping.relative * mean + options.damping.absolute);
  if (options.rotate) {
    Matrix<Rational> rotation(n, n);
    const Matrix<Code> hadamard = reference::hadamard(n);
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < n; ++j) rotation(i, j) = hadamard(i, j);
    h = rotation * h * rotation.transpose() / Rational(n);
  }
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j)
      RC_ASSERT(c.hessian[i * n + j] ==
                reference::nearest_double(i == j ? Rational(h(i, j) + damping) : h(i, j)));
}

void expect_block(const LatticeCase& c, Index row, Index block, const reference::NestedBlock<Rational>& found,
                  const ScaledCodes<Rational>& codes) {
  const reference::Block<Rational> value = reference::decode_block(found.code, found.beta_index, codes);
  RC_ASSERT(c.beta_index[row * c.blocks() + block] == found.beta_index);
  for (Index i = 0; i < 8; ++i) {
    RC_ASSERT(c.codes[(row * c.blocks() + block) * 8 + i] == found.code[i]);
    if (8 * block + i < c.cols) RC_ASSERT(exact(c.decoded[row * c.cols + 8 * block + i]) == value[i]);
  }
}

RC_GTEST_PROP(QuantizeLattice, ExactlyIsTheReference, ()) {
  Dice dice(*seeds());
  Drawn drawn = draw(dice);
  drawn.options.arithmetic = Arithmetic::exact;
  const Layer& layer = drawn.layer;
  const LatticeOptions& options = drawn.options;
  const LatticeCase c = check::quantize_lattice(layer, options);
  expect_values(c, layer, options);
  RC_ASSERT(c.arithmetic == Arithmetic::exact);
  RC_ASSERT(c.q == options.q);
  RC_ASSERT(c.mode == options.choice);

  ScaledCodes<Rational> codes{c.q, {}};
  for (const double beta : c.beta) codes.beta.push_back(exact(beta));
  const Matrix<Rational> values = in_fractions(c.values, c.rows, c.cols);
  if (options.method == LatticeMethod::nestquant) {
    for (Index row = 0; row < c.rows; ++row) {
      const auto encoded = reference::encode_values(Vector<Rational>(values.row(row).transpose()),
                                                    Rational(1), codes, options.choice);
      for (Index block = 0; block < c.blocks(); ++block)
        expect_block(c, row, block, encoded.blocks[block], codes);
    }
    return;
  }
  expect_hessian(c, layer, options);
  const auto blocks = options.block_order == BlockOrder::first ? reference::first_to_last(c.cols, 8)
                                                               : reference::last_to_first(c.cols, 8);
  const auto factor = reference::block_udu(in_fractions(c.hessian, c.cols, c.cols), blocks);
  reference::ldlq(values, factor, blocks, [&](Index row, Index step, const Vector<Rational>& target) {
    const auto found = reference::encode_block(reference::padded_block(target), codes, options.choice);
    expect_block(c, row, blocks[step].begin / 8, found, codes);
    const reference::Block<Rational> value = reference::decode_block(found.code, found.beta_index, codes);
    return Vector<Rational>(Eigen::Map<const Vector<Rational>>(value.data(), 8));
  });
}

RC_GTEST_PROP(QuantizeLattice, Conforms, ()) {
  Dice dice(*seeds());
  const auto [layer, options] = draw(dice);
  const LatticeCase made = check::quantize_lattice(layer, options);
  const check::TensorBundle file = check::parse_safetensors(check::serialize_lattice_case(made), "made");
  const LatticeCase c = check::parse_lattice_case(file, check::Triangle::both);
  RC_ASSERT(check::same_content(made, c));
  const check::LatticeJudgement j = check::judge(c);
  if (j.verdict != check::RunVerdict::conforms)
    RC_FAIL(check::text_report(check::LatticeReport<LatticeCase>{c, j, {}}));
  if (options.arithmetic == Arithmetic::exact) RC_ASSERT(j.explained == 0);
}

/// The results for a lattice block at every candidate beta.
struct Trials {
  std::vector<double> errors;
  Index needed = 0;      // the smallest candidate from which on it overloads at none
  bool in_float = true;  // the float encoder overloads it at the same candidates

  // The error by which a choice is made. For opt-beta it is the least. For first-beta it is that of the
  // smallest chosen beta from which on nothing overloads the block, or of the largest where there is none.
  double error(const std::vector<Index>& chosen, BetaChoice choice) const {
    if (choice == BetaChoice::opt) {
      double least = errors[chosen[0]];
      for (const Index i : chosen) least = std::min(least, errors[i]);
      return least;
    }
    const auto taken = std::lower_bound(chosen.begin(), chosen.end(), needed);
    return errors[taken == chosen.end() ? chosen.back() : *taken];
  }
};

bool overloads_in_float(const Vector<Rational>& x, Code q, const Rational& beta) {
  std::array<float, 8> values{};
  for (Index i = 0; i < x.size(); ++i) values[i] = static_cast<float>(reference::approximate(x(i)));
  const auto scale = static_cast<float>(reference::approximate(beta));
  std::array<std::uint8_t, 8> code{};
  std::uint8_t index = 0;
  std::uint8_t overload = 0;
  optimized::nested_encode(values, {q, {scale}}, BetaChoice::opt, {code, {&index, 1}, {&overload, 1}});
  return overload != 0;
}

Trials trials_of(const Vector<Rational>& x, const ScaledCodes<Rational>& candidates) {
  Trials trials;
  for (Index p = 0; p < std::ssize(candidates.beta); ++p) {
    const auto block = reference::encode_block(reference::padded_block(x), p, candidates);
    trials.errors.push_back(reference::approximate(block.squared_error));
    if (block.overload) trials.needed = p + 1;
    if (block.overload != overloads_in_float(x, candidates.q, candidates.beta[p])) trials.in_float = false;
  }
  return trials;
}

// No other choice of one or two betas is better than what was chosen. The errors are those of the reference's
// encoder, where float32 finds the same overloads.
RC_GTEST_PROP(QuantizeLattice, BestBetasAreTheBest, ()) {
  Dice dice(*seeds());
  auto [layer, options] = draw(dice);
  options.betas.clear();
  options.best_betas = dice.between(1, 2);
  options.rotate = true;
  const LatticeCase c = check::quantize_lattice(layer, options);
  ScaledCodes<Rational> candidates{c.q, {}};
  std::vector<Index> chosen;
  for (Index quarters = 8; quarters <= 48; ++quarters) {
    const auto beta = static_cast<double>(
        static_cast<float>(static_cast<double>(quarters) / (4.0 * static_cast<double>(c.q))));
    if (std::find(c.beta.begin(), c.beta.end(), beta) != c.beta.end()) chosen.push_back(quarters - 8);
    candidates.beta.push_back(exact(beta));
  }
  RC_ASSERT(std::ssize(chosen) == options.best_betas);
  RC_ASSERT(std::ssize(c.beta) == options.best_betas);

  const Matrix<Rational> values = in_fractions(c.values, c.rows, c.cols);
  std::vector<Trials> blocks;
  for (Index row = 0; row < c.rows; ++row)
    for (Index begin = 0; begin < c.cols; begin += 8)
      blocks.push_back(
          trials_of(values.row(row).segment(begin, std::min<Index>(8, c.cols - begin)), candidates));
  RC_PRE(std::ranges::all_of(blocks, [](const Trials& block) { return block.in_float; }));
  const auto total = [&, &options = options](const std::vector<Index>& choice) {
    double sum = 0;
    for (const Trials& block : blocks) sum += block.error(choice, options.choice);
    return sum;
  };
  const double reached = total(chosen) * 0.9999 - 0x1p-40;
  for (Index a = 0; a < 41; ++a) {
    if (options.best_betas == 1) RC_ASSERT(reached <= total({a}));
    for (Index b = a + 1; options.best_betas == 2 && b < 41; ++b) RC_ASSERT(reached <= total({a, b}));
  }
}

}  // namespace
}  // namespace quantcheck::test
