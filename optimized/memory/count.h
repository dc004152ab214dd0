// A count that is 0 after it was moved from.
#pragma once

#include <utility>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// An Index that is 0 after it was moved from. Beside storage that can be moved it says how much there is,
/// also in the object that is left behind.
class Count {
 public:
  Count() = default;
  Count(Index value) : value_(value) {}
  Count(Count&& other) noexcept : value_(std::exchange(other.value_, 0)) {}
  Count& operator=(Count&& other) noexcept {
    value_ = std::exchange(other.value_, 0);
    return *this;
  }
  Count(const Count&) = delete;
  Count& operator=(const Count&) = delete;
  ~Count() = default;

  operator Index() const { return value_; }

 private:
  Index value_ = 0;
};

}  // namespace quantcheck::optimized
