// The options of `quantcheck verify` and `quantcheck quantize` on any command line, whose words are the lines
// of the input. The command line is refused in words, or it is understood as numbers in range. Files are only
// named and not read.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <quantcheck/fuzz/require.h>
#include <quantcheck/proofs_check/program/options/case_options.h>
#include <quantcheck/proofs_check/program/options/quantize_options.h>
#include <quantcheck/reference/error.h>

using namespace quantcheck;
using namespace quantcheck::check;
using namespace quantcheck::check::program;
using fuzz::require;

namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

/// Whether the options are understood. CLI11 takes the words from the back.
bool parsed(CLI::App& command, std::vector<std::string> words) {
  std::reverse(words.begin(), words.end());
  try {
    command.parse(words);
    return true;
  } catch (const CLI::Error& error) {
    require(error.get_exit_code() == 0 || error.what()[0] != '\0', "refused without a word");
    return false;
  }
}

void check_layer_options(const LayerOptions& layer) {
  require(!layer.damping || *layer.damping >= 0, "negative damping");
  require(!layer.relative_damping || *layer.relative_damping >= 0, "negative relative damping");
  require(!layer.bits || (*layer.bits >= 2 && *layer.bits <= 8), "bits beyond 2 .. 8");
  require(!layer.group_size || *layer.group_size >= 1, "an empty group");
}

void verify(const std::vector<std::string>& words) {
  CLI::App command;
  CaseOptions options;
  add_case_options(command, options);
  if (!parsed(command, words)) return;
  check_layer_options(options.layer);
  const CodeRange range = range_of(options.layer);
  require(!range.min || !range.max || *range.min <= *range.max, "an empty range of codes");
  require(!given_name(options).empty(), "a case without a name");
}

void quantize(const std::vector<std::string>& words) {
  CLI::App command;
  QuantizeWords asked;
  declare_options(command, asked);
  if (!parsed(command, words)) return;
  check_layer_options(asked.layer);
  check_words(command, asked);
  if (asked.is_lattice()) {
    const LatticeOptions options = lattice_options(asked);
    require(!options.betas.empty() || asked.betas.starts_with("auto"), "no betas");
  } else {
    const QuantizeOptions options = quantize_options(asked);
    require(options.damping.relative >= 0 && options.damping.absolute >= 0, "negative damping");
  }
}

template <class Command>
void refused_in_words(const Command& command, const std::vector<std::string>& words) try {
  command(words);
} catch (const Error& error) {
  require(error.what()[0] != '\0', "refused without a word");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::string> words = words_of(std::string(data, data + size));
  refused_in_words(verify, words);
  refused_in_words(quantize, words);
  return 0;
}
