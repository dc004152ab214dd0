// The machine that is measured.
#pragma once

#include <string>

#include <quantcheck/reference/layer.h>

namespace quantcheck::bench {

struct Machine {
  std::string processor;  // as the kernel names it
  int threads = 0;        // that run at once
};

Machine this_machine();

/// What is freed stays with the process, as in one that quantizes layer after layer: else every round would
/// be timed with the system's giving of fresh pages, which for the largest layers is a fifth of the whole.
void keep_memory();

/// Bytes that can be had without paging; 0 where the system does not say.
Index available_memory();

}  // namespace quantcheck::bench
