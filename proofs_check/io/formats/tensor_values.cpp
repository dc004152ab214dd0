#include <quantcheck/proofs_check/io/formats/tensor_values.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include <quantcheck/proofs_check/io/formats/shared_bytes.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {
namespace {

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

// The bytes of a tensor and who keeps them; copies where the tensor names no owner.
SharedBytes shared_bytes(const TensorView& tensor) {
  if (tensor.owner) return {tensor.bytes, tensor.owner};
  return std::vector<std::byte>(tensor.bytes.begin(), tensor.bytes.end());
}

// Calls visit(format, x), where x is a zero of the type of the tensor's elements. Throws Error where they are
// no integers.
template <class Visit>
decltype(auto) visit_integers(const TensorView& tensor, const Visit& visit) {
  switch (tensor.dtype) {
    case Dtype::u8:
      return visit(IntegerFormat::u8, std::uint8_t{0});
    case Dtype::i8:
      return visit(IntegerFormat::i8, std::int8_t{0});
    case Dtype::u16:
      return visit(IntegerFormat::u16, std::uint16_t{0});
    case Dtype::i16:
      return visit(IntegerFormat::i16, std::int16_t{0});
    case Dtype::u32:
      return visit(IntegerFormat::u32, std::uint32_t{0});
    case Dtype::i32:
      return visit(IntegerFormat::i32, std::int32_t{0});
    case Dtype::u64:
      return visit(IntegerFormat::u64, std::uint64_t{0});
    case Dtype::i64:
      return visit(IntegerFormat::i64, std::int64_t{0});
    default:
      throw Error(tensor_place(tensor) + "the dtype is " + std::string(dtype_name(tensor.dtype)) +
                  "; integers are needed, I8 to I64 or U8 to U64, or floats that are integers");
  }
}

// The k-th element. Throws Error where it is of integer_limit or more in magnitude.
template <class Integer>
std::int64_t integer_at(const TensorView& tensor, Index k, const char* across) {
  const auto value = static_cast<Integer>(stored_bits<std::make_unsigned_t<Integer>>(
      tensor.bytes.data() + k * static_cast<Index>(sizeof(Integer))));
  if (std::cmp_greater_equal(value, integer_limit) || std::cmp_less_equal(value, -integer_limit))
    throw Error(tensor_place(tensor) + element_place(tensor.shape, k, across) + " is " +
                std::to_string(value) + "; integers have to stay below 2^62");
  return static_cast<std::int64_t>(value);  // NOLINT(bugprone-signed-char-misuse): I8 keeps its sign
}

}  // namespace

std::optional<std::uint64_t> bits_of(FloatFormat format, double value) {
  if (!std::isfinite(value)) return std::nullopt;
  if (format == FloatFormat::f64) return std::bit_cast<std::uint64_t>(value);
  if (format == FloatFormat::f32) {
    if (!is_float(value)) return std::nullopt;
    return std::bit_cast<std::uint32_t>(static_cast<float>(value));
  }
  const reference::FloatLayout layout = reference::layout_of(format);
  const double magnitude = std::fabs(value);
  if (magnitude > reference::greatest_of(format)) return std::nullopt;
  const int exponent =
      magnitude == 0.0 ? layout.min_exponent : std::max(std::ilogb(magnitude), layout.min_exponent);
  const double significand = std::ldexp(magnitude, layout.precision - 1 - exponent);
  if (significand != std::trunc(significand)) return std::nullopt;
  if (!layout.is_signed()) {
    if (value <= 0) return std::nullopt;
    return static_cast<std::uint64_t>(exponent - layout.min_exponent);
  }

  const auto integer = static_cast<std::uint64_t>(significand);
  const std::uint64_t implicit = std::uint64_t{1} << (layout.precision - 1);
  const std::uint64_t biased =
      integer >= implicit ? static_cast<std::uint64_t>(exponent - layout.min_exponent + 1) : 0;
  const std::uint64_t sign = std::signbit(value) ? std::uint64_t{1} << (layout.bits - 1) : 0;
  return sign | (biased << (layout.precision - 1)) | (integer & (implicit - 1));
}

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
    case Dtype::f8_e4m3:
      return FloatFormat::f8_e4m3;
    case Dtype::f8_e5m2:
      return FloatFormat::f8_e5m2;
    case Dtype::f8_e8m0:
      return FloatFormat::f8_e8m0;
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
    case FloatFormat::f8_e4m3:
      return Dtype::f8_e4m3;
    case FloatFormat::f8_e5m2:
      return Dtype::f8_e5m2;
    case FloatFormat::f8_e8m0:
      return Dtype::f8_e8m0;
    case FloatFormat::f64:
      break;
  }
  return Dtype::f64;
}

namespace {

[[noreturn]] void refuse_not_finite(const TensorView& tensor, Index k, const char* across, bool is_nan) {
  throw Error(tensor_place(tensor) + element_place(tensor.shape, k, across) + " is " +
              (is_nan ? "NaN" : "infinite"));
}

// The numbers of a format of 8 bits, as doubles.
std::vector<double> widened(const TensorView& tensor, FloatFormat format, const char* across) {
  constexpr unsigned e5m2_infinity = 0x7c;
  std::vector<double> numbers;
  numbers.reserve(tensor.bytes.size());
  for (const std::byte byte : tensor.bytes) {
    const auto bits = std::to_integer<unsigned>(byte);
    const std::optional<double> number = reference::finite_value(format, bits);
    if (!number)
      refuse_not_finite(tensor, std::ssize(numbers), across,
                        format != FloatFormat::f8_e5m2 || (bits & 0x7f) != e5m2_infinity);
    numbers.push_back(*number);
  }
  return numbers;
}

// The patterns of a tensor of F4, one in a byte each. The shape fills whole bytes.
StoredCodes unpacked(const TensorView& tensor) {
  std::vector<std::byte> patterns;
  patterns.reserve(2 * tensor.bytes.size());
  for (const std::byte pair : tensor.bytes) {
    patterns.push_back(pair & std::byte{0xf});
    patterns.push_back(pair >> 4);
  }
  const SharedBytes kept(std::move(patterns));
  return {IntegerFormat::u8, tensor.shape[0], tensor.shape[1], kept.bytes, kept.owner};
}

}  // namespace

StoredFloats stored_floats(const TensorView& tensor, const char* across) {
  const auto format = float_format(tensor.dtype);
  if (!format)
    throw Error(tensor_place(tensor) + "the dtype is " + std::string(dtype_name(tensor.dtype)) +
                "; one of F64 F32 F16 BF16 is needed");
  if (reference::is_8_bit(*format)) return widened(tensor, *format, across);
  const SharedBytes kept = shared_bytes(tensor);
  StoredFloats numbers(*format, kept.bytes, kept.owner);
  const Index k = first_infinite(numbers);
  if (k < std::ssize(numbers)) refuse_not_finite(tensor, k, across, std::isnan(numbers[k]));
  return numbers;
}

std::vector<double> float_values(const TensorView& tensor, const char* across) {
  return stored_floats(tensor, across).values();
}

namespace {

// The integers that a tensor of floats holds. Throws Error for the first that is none.
std::vector<std::int64_t> integers_of_floats(const TensorView& tensor, const char* across) {
  const StoredFloats numbers = stored_floats(tensor, across);
  std::vector<std::int64_t> values(numbers.size());
  numbers.visit([&](const auto& number) {
    for (Index k = 0; k < std::ssize(values); ++k) {
      const double value = number(k);
      const bool whole = value == std::trunc(value);
      if (!whole || std::fabs(value) >= static_cast<double>(integer_limit))
        throw Error(tensor_place(tensor) + element_place(tensor.shape, k, across) + " is " + shortest(value) +
                    (whole ? "; integers have to stay below 2^62" : "; an integer is needed"));
      values[k] = static_cast<std::int64_t>(value);
    }
  });
  return values;
}

}  // namespace

std::vector<std::int64_t> integer_values(const TensorView& tensor, const char* across) {
  if (float_format(tensor.dtype)) return integers_of_floats(tensor, across);
  return visit_integers(tensor, [&]<class Integer>(IntegerFormat, Integer) {
    std::vector<std::int64_t> values(tensor.bytes.size() / sizeof(Integer));
    for (Index k = 0; k < std::ssize(values); ++k) values[k] = integer_at<Integer>(tensor, k, across);
    return values;
  });
}

StoredCodes stored_codes(const TensorView& tensor, const char* across) {
  if (tensor.dtype == Dtype::f4) return unpacked(tensor);
  if (float_format(tensor.dtype)) {
    const std::vector<std::int64_t> values = integers_of_floats(tensor, across);
    return reference::Codes(
        Eigen::Map<const reference::Codes>(values.data(), tensor.shape[0], tensor.shape[1]));
  }
  return visit_integers(tensor, [&]<class Integer>(IntegerFormat format, Integer) {
    const Index size = tensor.shape[0] * tensor.shape[1];
    if constexpr (sizeof(Integer) == 8)
      for (Index k = 0; k < size; ++k) integer_at<Integer>(tensor, k, across);
    const SharedBytes kept = shared_bytes(tensor);
    return StoredCodes(format, tensor.shape[0], tensor.shape[1], kept.bytes, kept.owner);
  });
}

OwnedTensor float_tensor(std::string name, std::vector<Index> shape, const StoredFloats& values,
                         FloatFormat format) {
  OwnedTensor tensor{std::move(name), dtype_of(format), std::move(shape), {}};
  const int width = reference::layout_of(format).bits;
  const auto size = static_cast<std::size_t>(width / 8);
  tensor.bytes.resize(values.size() * size);
  for (Index k = 0; k < std::ssize(values); ++k) {
    const auto bits = bits_of(format, values[k]);
    if (!bits)
      throw Error("tensor " + in_quotes(tensor.name) + ": " + shortest(values[k]) + " is not a finite " +
                  std::string(dtype_name(tensor.dtype)));
    store(tensor.bytes.data() + k * (width / 8), *bits, width);
  }
  return tensor;
}

FloatFormat narrowest_format(const StoredFloats& values) {
  const bool fit = values.visit([&](const auto& number) {
    for (Index k = 0; k < std::ssize(values); ++k)
      if (!is_float(number(k))) return false;
    return true;
  });
  return fit ? FloatFormat::f32 : FloatFormat::f64;
}

namespace {

// The first of U8, I8, I16, I32, I64 that holds all integers between these.
Dtype narrowest_integers(std::int64_t least, std::int64_t greatest) {
  const auto fit = [&](std::int64_t low, std::int64_t high) { return low <= least && greatest <= high; };
  if (fit(0, UINT8_MAX)) return Dtype::u8;
  if (fit(INT8_MIN, INT8_MAX)) return Dtype::i8;
  if (fit(INT16_MIN, INT16_MAX)) return Dtype::i16;
  return fit(INT32_MIN, INT32_MAX) ? Dtype::i32 : Dtype::i64;
}

// value(k) is the k-th of `count` integers.
template <class Value>
OwnedTensor integers(std::string name, std::vector<Index> shape, Index count, const Value& value) {
  std::int64_t least = 0;
  std::int64_t greatest = 0;
  for (Index k = 0; k < count; ++k) {
    least = std::min(least, value(k));
    greatest = std::max(greatest, value(k));
  }
  OwnedTensor tensor{std::move(name), narrowest_integers(least, greatest), std::move(shape), {}};
  const int width = dtype_bits(tensor.dtype);
  tensor.bytes.resize(static_cast<std::size_t>(count * (width / 8)));
  for (Index k = 0; k < count; ++k)
    store(tensor.bytes.data() + k * (width / 8), static_cast<std::uint64_t>(value(k)), width);
  return tensor;
}

}  // namespace

OwnedTensor integer_tensor(std::string name, std::vector<Index> shape, std::span<const std::int64_t> values) {
  return integers(std::move(name), std::move(shape), std::ssize(values), [&](Index k) { return values[k]; });
}

OwnedTensor integer_tensor(std::string name, const StoredCodes& codes) {
  return codes.visit([&](const auto& code) {
    return integers(std::move(name), {codes.rows(), codes.cols()}, codes.size(), code);
  });
}

}  // namespace quantcheck::check
