// NestQuant's codes of an array, in storage of their own.
#pragma once

#include <vector>

#include <quantcheck/optimized/nested_codes.h>

namespace quantcheck::test {

struct Nested {
  std::vector<std::uint8_t> code, beta_index, overload;

  friend bool operator==(const Nested&, const Nested&) = default;
};

inline Nested nested_codes(std::span<const float> x, const ScaledCodes<float>& codes, BetaChoice choice,
                           const optimized::Execution& execution = {}) {
  Nested result{std::vector<std::uint8_t>(x.size()), std::vector<std::uint8_t>(x.size() / 8),
                std::vector<std::uint8_t>(x.size() / 8)};
  optimized::nested_encode(x, codes, choice, {result.code, result.beta_index, result.overload}, execution);
  return result;
}

}  // namespace quantcheck::test
