// The exception types of the library.
#pragma once

#include <exception>
#include <stdexcept>

namespace quantcheck {

/// Says what is wrong with an input, in words that a user can act on.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Ends work that its caller asked to stop. Nothing is wrong with the input, and nothing is known of the
/// result, so that this is no Error.
struct Cancelled : std::exception {
  const char* what() const noexcept override { return "cancelled"; }
};

}  // namespace quantcheck
