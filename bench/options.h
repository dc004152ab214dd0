// What quantizer_bench is asked to do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::bench {

struct Options {
  std::vector<Index> sizes{512, 1024, 2048, 4096};
  std::vector<int> threads;  // ascending
  int rounds = 11;
  bool full = false;
  std::string kernel;  // a library's file; empty: none
  Index judge_inputs = 256;
  std::string json;  // files to write; empty: none
  std::string svg;
  bool markdown = false;
  std::vector<std::string> benchmark_flags;  // Google Benchmark's own
};

/// Nothing where help was asked for, and printed. Throws Error for arguments that make no sense.
std::optional<Options> parse_options(int argc, char** argv);

}  // namespace quantcheck::bench
