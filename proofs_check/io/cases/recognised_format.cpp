#include <quantcheck/proofs_check/io/cases/recognised_format.h>

#include <algorithm>
#include <vector>

#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/text/float_format_names.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {
namespace {

bool all_of_format(std::span<const double> numbers, FloatFormat format) {
  return std::ranges::all_of(numbers, [format](double x) { return bits_of(format, x).has_value(); });
}

// Whether significands of numbers that are all of the format show that these were rounded to it.
bool were_rounded(std::span<const double> numbers, FloatFormat format) {
  const int stored_bits = reference::layout_of(format).precision - 1;  // of the significand
  const std::uint64_t mask = (std::uint64_t{1} << stored_bits) - 1;
  std::vector<bool> seen(std::size_t{1} << stored_bits);
  for (const double number : numbers)
    if (number != 0) seen[*bits_of(format, number) & mask] = true;
  Index all = 0;
  Index to_the_end = 0;
  for (std::size_t significand = 0; significand < seen.size(); ++significand) {
    all += seen[significand];
    to_the_end += seen[significand] && significand % 2 == 1;
  }
  return all >= 4 && 4 * to_the_end >= all;
}

}  // namespace

std::optional<FloatFormat> recognised_format(std::span<const double> numbers, FloatFormat stored) {
  if (stored != FloatFormat::f32 && stored != FloatFormat::f64) return std::nullopt;
  for (const FloatFormat format : {FloatFormat::f16, FloatFormat::bf16})
    if (all_of_format(numbers, format) && were_rounded(numbers, format)) return format;
  return std::nullopt;
}

FloatFormat rounded_format(const TensorView& tensor, std::span<const double> numbers,
                           const std::optional<FloatFormat>& declared,
                           std::vector<RecognisedFormat>& recognised, const char* across) {
  const FloatFormat stored = *float_format(tensor.dtype);
  if (!declared) {
    const std::optional<FloatFormat> found = recognised_format(numbers, stored);
    if (found) recognised.push_back({tensor.name, stored, *found});
    return found.value_or(stored);
  }
  const auto other =
      std::ranges::find_if(numbers, [&](double x) { return !bits_of(*declared, x).has_value(); });
  if (other != numbers.end())
    throw Error(tensor_place(tensor) + element_place(tensor.shape, other - numbers.begin(), across) + " is " +
                shortest(*other) + ", no " + std::string(word_of(*declared)) + " number, though \"" +
                tensor.name + "_format\" is " + std::string(name_of(*declared)));
  return *declared;
}

}  // namespace quantcheck::check
