#include <quantcheck/proofs_check/io/formats/tensor_values.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {
namespace {

// Loads little-endian bits, whatever the machine is, and without regard to alignment.
template <class Bits>
Bits load(const std::byte* bytes) {
  std::array<std::byte, sizeof(Bits)> value;
  std::copy_n(bytes, sizeof(Bits), value.begin());
  if constexpr (std::endian::native == std::endian::big) std::reverse(value.begin(), value.end());
  return std::bit_cast<Bits>(value);
}

template <class Bits>
void store(std::byte* bytes, Bits bits) {
  auto value = std::bit_cast<std::array<std::byte, sizeof(Bits)>>(bits);
  if constexpr (std::endian::native == std::endian::big) std::reverse(value.begin(), value.end());
  std::copy_n(value.begin(), sizeof(Bits), bytes);
}

// Stores the low `width` bits.
void store(std::byte* bytes, std::uint64_t bits, int width) {
  if (width == 8) store(bytes, static_cast<std::uint8_t>(bits));
  if (width == 16) store(bytes, static_cast<std::uint16_t>(bits));
  if (width == 32) store(bytes, static_cast<std::uint32_t>(bits));
  if (width == 64) store(bytes, bits);
}

// The value of a stored number. Infinities and NaNs stay what they are.
double float_value(FloatFormat format, const std::byte* bytes) {
  switch (format) {
    case FloatFormat::f32:
      return static_cast<double>(std::bit_cast<float>(load<std::uint32_t>(bytes)));
    case FloatFormat::f64:
      return std::bit_cast<double>(load<std::uint64_t>(bytes));
    case FloatFormat::bf16:  // the upper half of a float
      return static_cast<double>(std::bit_cast<float>(std::uint32_t{load<std::uint16_t>(bytes)} << 16));
    case FloatFormat::f16:
      break;
  }
  const std::uint16_t bits = load<std::uint16_t>(bytes);
  return reference::finite_value(FloatFormat::f16, bits)
      .value_or((bits & 0x3ff) != 0 ? std::numeric_limits<double>::quiet_NaN()
                                    : std::numeric_limits<double>::infinity());
}

// The bit pattern of a finite number of the format; nothing if `value` is not one.
std::optional<std::uint64_t> bits_of(FloatFormat format, double value) {
  if (!std::isfinite(value)) return std::nullopt;
  if (format == FloatFormat::f64) return std::bit_cast<std::uint64_t>(value);
  if (format == FloatFormat::f32) {
    if (!is_float(value)) return std::nullopt;
    return std::bit_cast<std::uint32_t>(static_cast<float>(value));
  }
  const auto [width, precision, max_exponent] = reference::layout_of(format);
  const int min_exponent = 1 - max_exponent;
  const double magnitude = std::fabs(value);
  const int exponent = magnitude == 0.0 ? min_exponent : std::max(std::ilogb(magnitude), min_exponent);
  if (exponent > max_exponent) return std::nullopt;
  const double significand = std::ldexp(magnitude, precision - 1 - exponent);
  if (significand != std::trunc(significand)) return std::nullopt;

  const auto integer = static_cast<std::uint64_t>(significand);
  const std::uint64_t implicit = std::uint64_t{1} << (precision - 1);
  const std::uint64_t biased = integer >= implicit ? static_cast<std::uint64_t>(exponent + max_exponent) : 0;
  const std::uint64_t sign = std::signbit(value) ? std::uint64_t{1} << (width - 1) : 0;
  return sign | (biased << (precision - 1)) | (integer & (implicit - 1));
}

template <class Integer>
std::vector<std::int64_t> widen(const TensorView& tensor, const char* across) {
  std::vector<std::int64_t> values(tensor.bytes.size() / sizeof(Integer));
  for (std::size_t k = 0; k < values.size(); ++k) {
    const auto value =
        static_cast<Integer>(load<std::make_unsigned_t<Integer>>(tensor.bytes.data() + k * sizeof(Integer)));
    if (std::cmp_greater_equal(value, integer_limit) || std::cmp_less_equal(value, -integer_limit))
      throw Error(tensor_place(tensor) + element_place(tensor.shape, static_cast<Index>(k), across) + " is " +
                  std::to_string(value) + "; integers have to stay below 2^62");
    values[k] = static_cast<std::int64_t>(value);  // NOLINT(bugprone-signed-char-misuse): I8 keeps its sign
  }
  return values;
}

}  // namespace

bool is_float(double x) {
  constexpr auto largest = static_cast<double>(std::numeric_limits<float>::max());
  return std::fabs(x) <= largest && static_cast<double>(static_cast<float>(x)) == x;
}

std::string element_place(const std::vector<Index>& shape, Index position, const char* across) {
  if (shape.size() != 2) return "entry " + std::to_string(position);
  return "row " + std::to_string(position / shape[1]) + ", " + across + " " +
         std::to_string(position % shape[1]);
}

std::optional<FloatFormat> float_format(Dtype dtype) {
  switch (dtype) {
    case Dtype::f16:
      return FloatFormat::f16;
    case Dtype::bf16:
      return FloatFormat::bf16;
    case Dtype::f32:
      return FloatFormat::f32;
    case Dtype::f64:
      return FloatFormat::f64;
    default:
      return std::nullopt;
  }
}

Dtype dtype_of(FloatFormat format) {
  switch (format) {
    case FloatFormat::f16:
      return Dtype::f16;
    case FloatFormat::bf16:
      return Dtype::bf16;
    case FloatFormat::f32:
      return Dtype::f32;
    case FloatFormat::f64:
      break;
  }
  return Dtype::f64;
}

std::vector<double> float_values(const TensorView& tensor, const char* across) {
  const auto format = float_format(tensor.dtype);
  if (!format)
    throw Error(tensor_place(tensor) + "the dtype is " + std::string(dtype_name(tensor.dtype)) +
                "; one of F64 F32 F16 BF16 is needed");
  const std::size_t size = static_cast<std::size_t>(dtype_bits(tensor.dtype)) / 8;
  std::vector<double> values(tensor.bytes.size() / size);
  for (std::size_t k = 0; k < values.size(); ++k) {
    values[k] = float_value(*format, tensor.bytes.data() + k * size);
    if (!std::isfinite(values[k]))
      throw Error(tensor_place(tensor) + element_place(tensor.shape, static_cast<Index>(k), across) + " is " +
                  (std::isnan(values[k]) ? "NaN" : "infinite"));
  }
  return values;
}

std::vector<std::int64_t> integer_values(const TensorView& tensor, const char* across) {
  switch (tensor.dtype) {
    case Dtype::u8:
      return widen<std::uint8_t>(tensor, across);
    case Dtype::i8:
      return widen<std::int8_t>(tensor, across);
    case Dtype::u16:
      return widen<std::uint16_t>(tensor, across);
    case Dtype::i16:
      return widen<std::int16_t>(tensor, across);
    case Dtype::u32:
      return widen<std::uint32_t>(tensor, across);
    case Dtype::i32:
      return widen<std::int32_t>(tensor, across);
    case Dtype::u64:
      return widen<std::uint64_t>(tensor, across);
    case Dtype::i64:
      return widen<std::int64_t>(tensor, across);
    default:
      throw Error(tensor_place(tensor) + "the dtype is " + std::string(dtype_name(tensor.dtype)) +
                  "; an integer type (I8 to I64, U8 to U64) is needed");
  }
}

OwnedTensor float_tensor(std::string name, std::vector<Index> shape, std::span<const double> values,
                         FloatFormat format) {
  OwnedTensor tensor{std::move(name), dtype_of(format), std::move(shape), {}};
  const int width = reference::layout_of(format).bits;
  const auto size = static_cast<std::size_t>(width / 8);
  tensor.bytes.resize(values.size() * size);
  for (std::size_t k = 0; k < values.size(); ++k) {
    const auto bits = bits_of(format, values[k]);
    if (!bits)
      throw Error("tensor " + in_quotes(tensor.name) + ": " + shortest(values[k]) + " is not a finite " +
                  std::string(dtype_name(tensor.dtype)));
    store(tensor.bytes.data() + k * size, *bits, width);
  }
  return tensor;
}

FloatFormat narrowest_format(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), is_float) ? FloatFormat::f32 : FloatFormat::f64;
}

OwnedTensor integer_tensor(std::string name, std::vector<Index> shape, std::span<const std::int64_t> values) {
  const auto fits = [&](std::int64_t low, std::int64_t high) {
    return std::all_of(values.begin(), values.end(), [&](std::int64_t x) { return low <= x && x <= high; });
  };
  OwnedTensor tensor{std::move(name), Dtype::i64, std::move(shape), {}};
  if (fits(0, UINT8_MAX)) {
    tensor.dtype = Dtype::u8;
  } else if (fits(INT8_MIN, INT8_MAX)) {
    tensor.dtype = Dtype::i8;
  } else if (fits(INT16_MIN, INT16_MAX)) {
    tensor.dtype = Dtype::i16;
  } else if (fits(INT32_MIN, INT32_MAX)) {
    tensor.dtype = Dtype::i32;
  }
  const int width = dtype_bits(tensor.dtype);
  const auto size = static_cast<std::size_t>(width / 8);
  tensor.bytes.resize(values.size() * size);
  for (std::size_t k = 0; k < values.size(); ++k)
    store(tensor.bytes.data() + k * size, static_cast<std::uint64_t>(values[k]), width);
  return tensor;
}

}  // namespace quantcheck::check
