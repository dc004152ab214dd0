// The one exception type of the library.
#pragma once

#include <stdexcept>

namespace quantcheck {

/// What is wrong with an input, in words a user can act on.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace quantcheck
