// Bits that a nested code takes for each value.
#pragma once

#include <cmath>
#include <span>

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::reference {

/// log2 q + log2(k) / 8: eight codes below q and an index of one of k betas for every eight values. The norm
/// of a row comes on top.
inline double bits_per_value(Code q, Index betas) {
  return std::log2(static_cast<double>(q)) + std::log2(static_cast<double>(betas)) / 8;
}

/// The same with the index coded at its entropy, given how often each beta was taken; at least one is.
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
