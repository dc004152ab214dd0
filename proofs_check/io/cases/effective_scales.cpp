#include <quantcheck/proofs_check/io/cases/effective_scales.h>

#include <optional>
#include <string>
#include <unordered_map>

#include <quantcheck/proofs_check/io/cases/checked_tensors.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/text/float_format_names.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/nearest_float.h>

namespace quantcheck::check {
namespace {

using reference::Rational;

// How S comes from a stored scale and a global one.
struct Computation {
  std::optional<GlobalScale> global;
  std::optional<FloatFormat> rounded_to;
  bool has_to_be_exact = false;  // where nothing is rounded to, S has to be a double

  std::string words() const {
    if (!global) return "scale";
    return *global == GlobalScale::multiplier ? "scale * global_scale" : "scale / global_scale";
  }

  // S; or throws Error that says why there is none.
  double of(double scale, double global_scale) const {
    Rational s = reference::exact(scale);
    if (global == GlobalScale::multiplier) s *= reference::exact(global_scale);
    if (global == GlobalScale::divisor) s /= reference::exact(global_scale);
    const FloatFormat format = rounded_to.value_or(FloatFormat::f64);
    const std::optional<double> rounded = reference::nearest_number(s, format);
    if (!rounded) throw Error("beyond the range of " + std::string(word_of(format)));
    if (*rounded == 0) throw Error("zero in " + std::string(word_of(format)));
    if (!rounded_to && has_to_be_exact && reference::exact(*rounded) != s)
      throw Error(
          "no binary64 number, and the arithmetic is exact: give scale_arithmetic, what it was rounded to");
    return *rounded;
  }
};

std::vector<double> global_scales(const TensorBundle& file, const CaseMetadata& metadata) {
  const TensorView* tensor = file.find("global_scale");
  if (tensor == nullptr && metadata.global_scale)
    throw Error(file.name +
                ": metadata \"global_scale\" says what the tensor \"global_scale\" is, and there is none");
  if (tensor == nullptr) return {1.0};
  if (!metadata.global_scale)
    throw Error(
        tensor_place(*tensor) +
        "metadata \"global_scale\" is needed beside it: \"multiplier\", where the scale used is scale * "
        "global_scale, or \"divisor\", where it is scale / global_scale");
  std::vector<double> values = float_values(*tensor);
  for (Index k = 0; k < std::ssize(values); ++k)
    if (values[k] == 0) throw Error(tensor_place(*tensor) + element_place(tensor->shape, k) + " is zero");
  return values;
}

}  // namespace

bool has_effective_scales(const TensorBundle& file, const CaseMetadata& metadata) {
  return metadata.scale_arithmetic || metadata.global_scale || file.find("global_scale") != nullptr;
}

std::vector<double> effective_scales(const TensorBundle& file, const std::vector<double>& stored,
                                     const CaseMetadata& metadata) {
  const TensorView& scale = required(file, "scale");
  const std::vector<double> globals = global_scales(file, metadata);
  const Computation computation{metadata.global_scale, metadata.scale_arithmetic,
                                metadata.described.arithmetic == Arithmetic::exact};
  const Index groups = scale.shape[1];
  std::vector<double> result;
  result.reserve(stored.size());
  // Block scales of 8 bits have few values, so that what was found for one serves for many.
  std::unordered_map<double, double> found;
  for (Index k = 0; k < std::ssize(stored); ++k) {
    const Index row = k / groups;
    if (globals.size() > 1 && k % groups == 0) found.clear();
    const auto [place, is_new] = found.try_emplace(stored[k], 0.0);
    if (is_new) {
      try {
        place->second = computation.of(stored[k], globals.size() > 1 ? globals[row] : globals.front());
      } catch (const Error& error) {
        throw Error(tensor_place(scale) + element_place(scale.shape, k, "group") + " is " +
                    shortest(stored[k]) + "; " + computation.words() + " is " + error.what());
      }
    }
    result.push_back(place->second);
  }
  return result;
}

}  // namespace quantcheck::check
