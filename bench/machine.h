// The machine that is measured: its processor and its memory.
#pragma once

#include <string>

#include <quantcheck/reference/layer.h>

namespace quantcheck::bench {

/// The processor.
struct Machine {
  std::string processor;  // as the kernel names it
  int threads = 0;        // the number that run at once
};

Machine this_machine();

/// Makes the process keep the memory that it frees, as one does that quantizes layer after layer. Else every
/// round would include the time in which the system provides fresh pages, which is a fifth of the whole for
/// the largest layers.
void keep_memory();

/// The bytes of memory that are available without paging, or 0 where the system does not say.
Index available_memory();

}  // namespace quantcheck::bench
