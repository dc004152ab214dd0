// Case files of case/2 in parts: a small case on a table of four levels.
#pragma once

#include "case_parts.h"

namespace quantcheck::test {

inline Parts table_parts() {
  Parts parts;
  parts.set("quantcheck", "case/2").without("qmin").without("qmax");
  return parts.floats("levels", {4}, {0, -1.5, 3, 0.25}).integers("codes", {2, 4}, {0, 1, 2, 3, 3, 2, 1, 0});
}

inline Parts& bytes(Parts& parts, const std::string& name, Dtype dtype, std::vector<Index> shape,
                    std::initializer_list<int> values) {
  std::vector<std::byte> raw;
  for (const int value : values) raw.push_back(static_cast<std::byte>(value));
  return parts.raw(name, dtype, std::move(shape), raw);
}

}  // namespace quantcheck::test
