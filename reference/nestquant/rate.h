// The rate of a nested code: the bits that it takes for each value.
#pragma once

#include <cmath>
#include <span>

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::reference {

/// The rate log2(q) + log2(k) / 8. Every eight values take eight codes below q and the index of one of k
/// betas. The norm of a row is not counted.
inline double bits_per_value(Code q, Index betas) {
  return std::log2(static_cast<double>(q)) + std::log2(static_cast<double>(betas)) / 8;
}

/// The rate if the index is coded at its entropy, where `taken` says how often each beta was taken. Throws
/// Error where none was taken.
inline double bits_per_value_with_entropy(Code q, std::span<const Index> taken) {
  double total = 0;
  for (const Index count : taken) total += static_cast<double>(count);
  if (!(total > 0)) throw Error("the entropy of no beta at all");
  double entropy = 0;
  for (const Index count : taken)
    if (count > 0)
      entropy -= static_cast<double>(count) / total * std::log2(static_cast<double>(count) / total);
  return std::log2(static_cast<double>(q)) + entropy / 8;
}

}  // namespace quantcheck::reference
