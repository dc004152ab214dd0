#include <quantcheck/proofs_check/quantize/quantize_lattice.h>

#include <cmath>
#include <string>

#include <quantcheck/optimized/voronoi.h>
#include <quantcheck/proofs_check/quantize/best_betas.h>
#include <quantcheck/proofs_check/quantize/floats.h>
#include <quantcheck/proofs_check/quantize/lattice_prepared.h>
#include <quantcheck/proofs_check/quantize/prepared.h>
#include <quantcheck/reference/nestquant/hadamard.h>

namespace quantcheck::check {
namespace {

bool is_ldlq(const LatticeOptions& options) { return options.method == LatticeMethod::ldlq; }

void check_lattice(const Layer& layer, const LatticeOptions& options) {
  if (options.arithmetic != Arithmetic::exact && options.arithmetic != Arithmetic::fp32)
    throw Error("the arithmetic is exact or fp32");
  const Code most =
      options.arithmetic == Arithmetic::exact ? reference::max_nesting_ratio : optimized::max_byte_ratio;
  if (options.q < 2 || options.q > most)
    throw Error("q: " + std::to_string(options.q) + " is not in 2 .. " + std::to_string(most));
  for (Index p = 0; p < std::ssize(options.betas); ++p)
    if (!(options.betas[p] > (p == 0 ? 0 : options.betas[p - 1])) || std::isinf(options.betas[p]))
      throw Error("betas: entry " + std::to_string(p) +
                  " is not finite, positive and greater than the one before it");
  if (is_ldlq(options)) {
    check_layer(layer);
    check_damping(options.damping);
    if (layer.in % lattice_block != 0)
      throw Error("weight: " + std::to_string(layer.in) +
                  " columns: LDLQ takes blocks of 8, which do not divide them");
  } else {
    check_weight(layer);
  }
  if (!options.rotate) return;
  try {
    reference::hadamard_base(layer.in);
  } catch (const Error& error) {
    throw Error("weight: " + std::to_string(layer.in) + " columns cannot be rotated: " + error.what() +
                "; without rotation they are taken as they are");
  }
}

// The unit that betas are chosen in: the root of the values' mean square, which is 1 by construction if they
// are rotated.
double unit_of(const LatticeCase& c, const LatticeOptions& options) {
  if (options.rotate) return 1;
  double squares = 0;
  for (const double value : c.values) squares += value * value;
  const double root = std::sqrt(squares / static_cast<double>(c.values.size()));
  return root == 0 ? 1 : root;
}

std::string note_of(const LatticeOptions& options) {
  std::string words = !options.betas.empty()              ? "given betas"
                      : options.choice == BetaChoice::opt ? "betas chosen for opt-beta"
                                                          : "betas of the program for first-beta";
  words += options.rotate ? "; rows normalised and rotated (Hadamard)" : "; rows as they are";
  return is_ldlq(options) ? words + "; " + damping_note(options.damping) : words;
}

}  // namespace

LatticeCase empty_case(const Layer& layer, const LatticeOptions& options) {
  LatticeCase c;
  c.name = "the quantized layer";
  c.rows = layer.out;
  c.cols = layer.in;
  if (is_ldlq(options)) c.block_order = options.block_order;
  c.q = options.q;
  c.mode = options.choice;
  c.arithmetic = options.arithmetic;
  c.source = std::string("quantcheck quantize: ") + (is_ldlq(options) ? "LDLQ over E8" : "NestQuant") + ", " +
             (options.arithmetic == Arithmetic::exact ? "exact" : "fp32");
  c.note = note_of(options);
  return c;
}

std::vector<float> padded_values(const LatticeCase& c) {
  const std::vector<float> values = floats(c.values, "weight", c.cols);
  std::vector<float> padded(static_cast<std::size_t>(c.rows * c.blocks() * lattice_block), 0.0F);
  for (Index row = 0; row < c.rows; ++row)
    for (Index j = 0; j < c.cols; ++j)
      padded[row * c.blocks() * lattice_block + j] = values[row * c.cols + j];
  return padded;
}

LatticeCase quantize_lattice(const Layer& layer, const LatticeOptions& options,
                             const optimized::Execution& execution, const Progress& progress) {
  check_lattice(layer, options);
  const bool exactly = options.arithmetic == Arithmetic::exact;
  if (progress) progress("rotating", 0, 1);
  LatticeCase c = exactly ? exact_values(layer, options, progress) : fp32_values(layer, options, execution);
  if (progress && options.betas.empty()) progress("choosing betas", 0, 1);
  const std::vector<float> betas = options.betas.empty()
                                       ? best_betas(padded_values(c), options.q, options.best_betas,
                                                    unit_of(c, options), options.choice, execution)
                                       : options.betas;
  c.beta.assign(betas.begin(), betas.end());
  if (progress) progress("quantizing", 0, 1);
  if (exactly) {
    encode_exactly(c, progress);
  } else {
    encode_fp32(c, execution);
  }
  return c;
}

}  // namespace quantcheck::check
