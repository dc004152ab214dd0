// A call of every public function of the optimized code, on numbers of every size that it takes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <quantcheck/optimized/options.h>

namespace quantcheck::test {

struct Call {
  std::string function;  // its name, and for what it is called
  /// The bytes of all that it gives; the message where it refuses.
  std::function<std::string(const optimized::Execution&)> run;
};

/// Their inputs, which hold denormal numbers wherever those are allowed, are made now and stay as they are.
std::vector<Call> every_function();

}  // namespace quantcheck::test
