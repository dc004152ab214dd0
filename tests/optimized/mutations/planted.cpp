#include <cstdlib>

#include <quantcheck/tests/optimized/mutations/planted.h>

namespace quantcheck::test {
namespace {

int named_fault() {
  const char* name = std::getenv("QUANTCHECK_PLANTED_FAULT");
  return name == nullptr ? 0 : std::atoi(name);
}

}  // namespace

const int planted_fault = named_fault();

}  // namespace quantcheck::test
