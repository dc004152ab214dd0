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

/// Bytes that can be had without paging; 0 where the system does not say.
Index available_memory();

}  // namespace quantcheck::bench
