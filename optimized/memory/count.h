// A number of things that can be moved away.
#pragma once

#include <utility>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// An Index that is 0 after it was moved from: beside storage that moves it says how much there is, also of
/// what is left behind.
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
