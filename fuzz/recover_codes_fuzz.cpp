// The recovery of a code from any scale, zero and stored value. It is refused with a message, or the code is
// the only one whose dequantization is that value, by rational arithmetic.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <quantcheck/fuzz/require.h>
#include <quantcheck/proofs_check/io/cases/recover_codes.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/float_formats.h>
#include <quantcheck/reference/number/nearest_float.h>

namespace {

using namespace quantcheck;
using fuzz::require;
using reference::Rational;

bool rounds_to(const Rational& x, FloatFormat format, double value, bool even) try {
  if (format == FloatFormat::f64) return reference::nearest_double(x) == value;
  const auto [low, high] = reference::rounding_interval(format, value);
  const Rational first = reference::exact(low);
  const Rational last = reference::exact(high);
  return even ? first <= x && x <= last : first < x && x < last;
} catch (const Error&) {  // The nearest double is infinite.
  return false;
}

bool gives(double scale, Code multiple, FloatFormat format, double value, bool even) {
  const Rational product = reference::exact(scale) * multiple;
  if (rounds_to(product, format, value, even)) return true;
  if (!check::is_float(scale) || multiple > (1 << 24) || multiple < -(1 << 24)) return false;
  try {
    const auto rounded = static_cast<double>(reference::nearest_float(product));
    return rounds_to(reference::exact(rounded), format, value, even);
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The input holds a format, a zero, a scale of eight bytes, and a value of the format.
  if (size < 10) return 0;
  const FloatFormat format = static_cast<FloatFormat>(data[0] % 4);
  const Code zero = static_cast<std::int8_t>(data[1]);
  double scale = 0;
  std::memcpy(&scale, data + 2, sizeof scale);
  if (data[0] & 0x80) scale = static_cast<double>(static_cast<float>(std::fmod(scale, 0x1p100)));
  const auto width = static_cast<std::size_t>(reference::layout_of(format).bits / 8);
  if (!std::isfinite(scale) || scale == 0 || size < 10 + width) return 0;
  const auto* first = reinterpret_cast<const std::byte*>(data) + 10;
  const std::vector<std::byte> bytes(first, first + width);
  const check::TensorView tensor{"d", check::dtype_of(format), {1, 1}, bytes, "input"};
  const Grid<double> grid{1, {scale}, {zero}, {0}, {}};
  try {
    const check::RecoveredCodes recovered = check::recover_codes(tensor, grid, 1);
    require(recovered.format == format, "a format is recognised in one number");
    const Code multiple = recovered.codes(0, 0) - zero;
    const double value = check::float_values(tensor)[0];
    const bool even = (std::to_integer<int>(bytes[0]) & 1) == 0;
    require(gives(scale, multiple, format, value, even), "the code does not give the value");
    for (const Code other :
         {multiple - 3, multiple - 2, multiple - 1, multiple + 1, multiple + 2, multiple + 3})
      require(!gives(scale, other, format, value, even), "another code gives the value too");
  } catch (const Error& error) {  // Any other exception is a finding.
    require(std::string(error.what()).starts_with("input: tensor \"d\": row 0, column 0 is "), error.what());
  }
  return 0;
}
