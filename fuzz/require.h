// What a fuzz target finds.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace quantcheck::fuzz {

/// A finding, with its words on standard error, unless `holds`.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}
inline void require(bool holds, const std::string& what) { require(holds, what.c_str()); }

}  // namespace quantcheck::fuzz
