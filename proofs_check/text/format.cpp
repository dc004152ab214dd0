#include <cstdarg>
#include <cstdio>

#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {

std::string format(const char* pattern, ...) {
  va_list arguments;
  va_start(arguments, pattern);
  char buffer[512];
  std::vsnprintf(buffer, sizeof buffer, pattern, arguments);
  va_end(arguments);
  return buffer;
}

}  // namespace quantcheck::check
