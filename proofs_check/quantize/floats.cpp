#include <quantcheck/proofs_check/quantize/floats.h>

#include <cmath>

#include <quantcheck/reference/number/nearest_float.h>

namespace quantcheck::check {

std::vector<float> floats(const StoredFloats& values, const char* name, Index cols) {
  std::vector<float> result;
  result.reserve(values.size());
  values.visit([&](const auto& number) {
    for (Index k = 0; k < std::ssize(values); ++k) {
      result.push_back(static_cast<float>(number(k)));
      if (std::isfinite(result.back())) continue;
      throw Error(std::string(name) + ": row " + std::to_string(k / cols) + ", column " +
                  std::to_string(k % cols) + " is beyond the range of float32; exact arithmetic takes it");
    }
  });
  return result;
}

StoredFloats in_float(const StoredFloats& values) {
  if (values.format() != FloatFormat::f64) return values;
  std::vector<double> rounded = values.values();
  for (double& x : rounded) x = static_cast<double>(static_cast<float>(x));
  return rounded;
}

Damping<double> in_doubles(const Damping<reference::Rational>& damping) {
  return {reference::nearest_double(damping.relative), reference::nearest_double(damping.absolute)};
}

}  // namespace quantcheck::check
