// The options of quantizer_bench.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/bench/command_line.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::bench {

struct Options : TimingOptions {
  std::vector<Index> sizes{512, 1024, 2048, 4096};
  bool full = false;
  std::string kernel;  // a library's file; empty: none
  Index judge_inputs = 256;
  double time_limit = 120;  // of a call of the library, in seconds
  std::string svg;          // a file to write; empty: none
  bool markdown = false;
};

/// Nothing where help was asked for, and printed. Throws Error for arguments that make no sense.
std::optional<Options> parse_options(int argc, char** argv);

}  // namespace quantcheck::bench
