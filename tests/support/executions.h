// The executions of the optimized code, of which none may make a difference to a result.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/optimized/options.h>

namespace quantcheck::test {

/// Every available target with 1, 2 and 7 threads.
inline std::vector<optimized::Execution> executions() {
  std::vector<optimized::Execution> result;
  for (const optimized::Target target : optimized::available_targets())
    for (const int threads : {1, 2, 7}) result.push_back({target, threads});
  return result;
}

inline std::string describe(const optimized::Execution& execution) {
  return std::string(name_of(*execution.target)) + ", threads " + std::to_string(execution.threads);
}

}  // namespace quantcheck::test
