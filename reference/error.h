// The one exception type of the library.
#pragma once

#include <stdexcept>

namespace quantcheck {

/// Says what is wrong with an input, in words that a user can act on.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace quantcheck
