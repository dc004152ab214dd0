// What `quantcheck quantize` is asked for, in the words of its command line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/io/checked_tensors.h>
#include <quantcheck/proofs_check/quantize/lattice_options.h>
#include <quantcheck/proofs_check/quantize/options.h>

namespace CLI {
class App;
}

namespace quantcheck::check::program {

struct QuantizeWords {
  std::string weight;
  std::string hessian;
  std::string activations;
  std::string scale;
  std::string zero;
  std::string group_index;
  std::string out;
  Triangle triangle = Triangle::both;

  std::string method = "gptq";
  std::string arithmetic = "fp32";
  std::string damping_relative = "0.01";
  std::string damping_absolute;

  int bits = 4;
  bool symmetric = false;
  bool asymmetric = false;
  std::optional<Code> qmin;
  std::optional<Code> qmax;
  bool unbounded = false;
  std::optional<Index> group_size;
  std::string order = "natural";
  std::string rounding = "half-even";
  std::string grid;
  std::string scales = "current";
  std::string dead_inputs = "keep";

  Code q = 14;
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
