// A call of each public function of the optimized code, with numbers of every magnitude that it takes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <quantcheck/optimized/options.h>

namespace quantcheck::test {

struct Call {
  std::string function;  // its name, and what is special about this call
  /// Calls the function. Returns the bytes of all its results, or the message of its error.
  std::function<std::string(const optimized::Execution&)> run;
};

/// Makes all calls. Their inputs are made now and stay as they are; they contain denormal numbers wherever
/// those are allowed.
std::vector<Call> every_function();

}  // namespace quantcheck::test
