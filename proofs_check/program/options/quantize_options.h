// What `quantcheck quantize` is asked for, in the words of its command line.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/program/options/layer_options.h>
#include <quantcheck/proofs_check/quantize/lattice_options.h>
#include <quantcheck/proofs_check/quantize/options.h>

namespace quantcheck::check::program {

struct QuantizeWords {
  LayerOptions layer;
  std::string out;
  std::string method = "gptq";

  bool unbounded = false;
  std::string grid;
  std::string scales = "current";
  std::string dead_inputs = "keep";

  Code q = LatticeOptions{}.q;
  std::string betas = "auto";
  std::string mode = "opt";
  std::string rotation = "hadamard";
  std::string block_order = "first";

  bool is_lattice() const { return method == "nestquant" || method == "ldlq"; }
};

/// Declares every option, `words` to be filled when they are parsed.
void declare_options(CLI::App& command, QuantizeWords& words);

/// Throws Error for options that do not go with the method, or with each other.
void check_words(const CLI::App& command, const QuantizeWords& words);

/// What the words mean; an order and scales from files are added by who reads those. Throws Error for what is
/// no number.
QuantizeOptions quantize_options(const QuantizeWords& words);
LatticeOptions lattice_options(const QuantizeWords& words);

}  // namespace quantcheck::check::program
