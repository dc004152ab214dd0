#include <quantcheck/proofs_check/quantize/floats.h>

#include <cmath>

#include <quantcheck/reference/number/nearest_float.h>

namespace quantcheck::check {

std::vector<float> floats(const std::vector<double>& values, const char* name, Index cols) {
  std::vector<float> result;
  result.reserve(values.size());
  for (const double value : values) {
    result.push_back(static_cast<float>(value));
    if (std::isfinite(result.back())) continue;
    const Index k = std::ssize(result) - 1;
    throw Error(std::string(name) + ": row " + std::to_string(k / cols) + ", column " +
                std::to_string(k % cols) + " is beyond the range of float32; exact arithmetic takes it");
  }
  return result;
}

Damping<double> in_doubles(const Damping<reference::Rational>& damping) {
  return {reference::nearest_double(damping.relative), reference::nearest_double(damping.absolute)};
}

}  // namespace quantcheck::check
