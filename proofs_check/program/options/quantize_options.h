// The options of `quantcheck quantize`, in the words of its command line and as what these mean.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/program/options/layer_options.h>
#include <quantcheck/proofs_check/quantize/lattice_options.h>
#include <quantcheck/proofs_check/quantize/options.h>

namespace quantcheck::check::program {

/// The options in words.
struct QuantizeWords {
  LayerOptions layer;
  std::string out;
  std::string method = "gptq";

  bool unbounded = false;
  std::string grid;
  std::string scales = "current";
  Index scales_block = 0;
  std::optional<double> mse_norm;
  std::optional<double> mse_range;
  std::string dead_inputs = "keep";

  Code q = LatticeOptions{}.q;
  std::string betas = "auto";
  std::string mode = "opt";
  std::string rotation = "hadamard";
  std::string block_order = "first";

  bool is_lattice() const { return method == "nestquant" || method == "ldlq"; }
};

/// Adds every option to the command, which fills in `words` when it is parsed.
void declare_options(CLI::App& command, QuantizeWords& words);

/// Throws Error for options that do not go with the method, or with each other.
void check_words(const CLI::App& command, const QuantizeWords& words);

/// What the words mean. An order and scales from files are added by whoever reads those. Throws Error for
/// words that are no number where there has to be one.
QuantizeOptions quantize_options(const QuantizeWords& words);
LatticeOptions lattice_options(const QuantizeWords& words);

}  // namespace quantcheck::check::program
