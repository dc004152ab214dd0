// Lists of rows or columns in words.
#pragma once

#include <algorithm>
#include <span>
#include <string>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// The first few of the indices: "5, 11, 20" or "0, 1, 2, 3, 4, 5, ...".
inline std::string index_words(std::span<const Index> indices) {
  constexpr Index named = 6;
  std::string words;
  for (Index i = 0; i < std::min(named, std::ssize(indices)); ++i)
    words += (words.empty() ? "" : ", ") + std::to_string(indices[i]);
  return std::ssize(indices) > named ? words + ", ..." : words;
}

}  // namespace quantcheck::check
