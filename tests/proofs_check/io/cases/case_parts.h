// Case files in parts, so that tests can spoil one part after another.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/formats/safetensors.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>

#include <quantcheck/tests/proofs_check/io/formats/raw_file.h>

namespace quantcheck::test {

using namespace check;

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// A small case: 2 rows, 4 columns, 2 groups.
struct Parts {
  Metadata metadata{{"quantcheck", "case/1"}, {"qmin", "0"}, {"qmax", "15"}};
  std::map<std::string, OwnedTensor> tensors;

  Parts() {
    floats("weight", {2, 4}, {0.5, -1, 2, 0, 0x1p-20, 3, -0.25, 7});
    floats("hessian", {4, 4}, {4, 1, 0, 0, 1, 3, 0, 0, 0, 0, 2, -1, 0, 0, -1, 5}, FloatFormat::f64);
    floats("scale", {2, 2}, {0.5, 0.25, 2, 1}, FloatFormat::f16);
    integers("codes", {2, 4}, {0, 15, 3, 4, 5, 6, 7, 8});
  }

  // Sets a tensor of floats. To store a pattern that is not a finite number, pass a multiple of a NaN or an
  // infinity in F64.
  Parts& floats(const std::string& name, std::vector<Index> shape, std::vector<double> values,
                FloatFormat format = FloatFormat::f32) {
    std::vector<double> finite = values;
    for (double& value : finite) value = std::isfinite(value) ? value : 0;
    OwnedTensor tensor = float_tensor(name, std::move(shape), finite, format);
    const std::size_t size = tensor.bytes.size() / std::max<std::size_t>(values.size(), 1);
    for (std::size_t k = 0; k < values.size(); ++k) {
      if (std::isfinite(values[k])) continue;
      const bool bf16_or_wider = format != FloatFormat::f16;
      tensor.bytes[k * size + size - 1] = static_cast<std::byte>(bf16_or_wider ? 0x7f : 0x7c);
      if (bf16_or_wider)
        tensor.bytes[k * size + size - 2] = static_cast<std::byte>(format == FloatFormat::f64 ? 0xf0 : 0x80);
      if (std::isnan(values[k])) tensor.bytes[k * size] |= std::byte{1};
    }
    tensors[name] = std::move(tensor);
    return *this;
  }

  Parts& integers(const std::string& name, std::vector<Index> shape,
                  const std::vector<std::int64_t>& values) {
    tensors[name] = integer_tensor(name, std::move(shape), values);
    return *this;
  }

  Parts& raw(const std::string& name, Dtype dtype, std::vector<Index> shape, std::vector<std::byte> bytes) {
    tensors[name] = {name, dtype, std::move(shape), std::move(bytes)};
    return *this;
  }

  Parts& set(const std::string& key, const std::string& value) {
    metadata[key] = value;
    return *this;
  }

  Parts& without(const std::string& name) {
    metadata.erase(name);
    tensors.erase(name);
    return *this;
  }

  std::vector<std::byte> bytes() const {
    std::vector<TensorView> views;
    for (const auto& [name, tensor] : tensors) views.push_back(tensor.view());
    return serialize_safetensors(metadata, views);
  }

  Case parse(Triangle triangle = Triangle::both) const {
    return parse_case(bytes(), "c.safetensors", triangle);
  }
};

/// Succeeds where reading the case is refused with a message that contains `words` and names the file.
inline testing::AssertionResult refuses(const Parts& parts, const std::string& words,
                                        Triangle triangle = Triangle::both) {
  const auto result = refused([&] { parts.parse(triangle); }, words);
  return result ? refused([&] { parts.parse(triangle); }, "c.safetensors: ") : result;
}

}  // namespace quantcheck::test
