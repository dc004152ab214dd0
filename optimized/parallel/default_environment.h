// The floating-point environment that the arithmetic is specified in.
#pragma once

#include <cfenv>

namespace quantcheck::optimized {

/// While such an object lives, its thread rounds to nearest and keeps denormals, whatever the caller had set;
/// after that the caller's environment is back. Every public function makes one before anything else, its
/// checks included, and what it calls relies on that.
class DefaultEnvironment {
 public:
  DefaultEnvironment() {
    std::fegetenv(&callers_);
    std::fesetenv(FE_DFL_ENV);
  }
  ~DefaultEnvironment() { std::fesetenv(&callers_); }
  DefaultEnvironment(const DefaultEnvironment&) = delete;
  DefaultEnvironment& operator=(const DefaultEnvironment&) = delete;

 private:
  std::fenv_t callers_;
};

}  // namespace quantcheck::optimized
