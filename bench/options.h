// The options of quantizer_bench.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/bench/command_line.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::bench {

/// The options, with their defaults.
struct Options : TimingOptions {
  std::vector<Index> sizes{512, 1024, 2048, 4096};
  bool full = false;
  std::string kernel;  // the file of a library, empty if none
  Index judge_inputs = 256;
  double time_limit = 120;  // for a call of the library, in seconds
  std::string svg;          // the file to write, empty if none
  bool markdown = false;
};

/// Parses the arguments. Returns nullopt where help was asked for, which it prints. Throws Error for
/// arguments that make no sense.
std::optional<Options> parse_options(int argc, char** argv);

}  // namespace quantcheck::bench
