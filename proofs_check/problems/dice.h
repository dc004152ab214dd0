// Random choices for generators. They are the same on every machine for the same seed.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}

  /// A number of 0 .. n-1.
  Index below(Index n) { return static_cast<Index>(random_() % static_cast<std::uint64_t>(n)); }
  /// A number of first .. last.
  Index between(Index first, Index last) { return first + below(last - first + 1); }
  /// True in `percent` of a hundred cases.
  bool chance(Index percent) { return below(100) < percent; }

  /// One of the choices.
  template <class T>
  T pick(std::initializer_list<T> choices) {
    return choices.begin()[below(static_cast<Index>(choices.size()))];
  }

 private:
  std::mt19937_64 random_;  // not std's distributions, which differ between libraries
};

}  // namespace quantcheck::check
