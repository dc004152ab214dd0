// The function by which a fuzz target reports what it finds.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace quantcheck::fuzz {

/// Unless `holds`, prints the words of the finding on standard error and aborts.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}
inline void require(bool holds, const std::string& what) { require(holds, what.c_str()); }

}  // namespace quantcheck::fuzz
