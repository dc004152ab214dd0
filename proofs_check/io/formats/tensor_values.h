// The numbers in the bytes of tensors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/stored_codes.h>
#include <quantcheck/proofs_check/cases/stored_floats.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// The place of the element at `position` of a tensor in words: "row 3, column 5" where the rank is 2, else
/// "entry 5". `across` is what the second index counts.
std::string element_place(const std::vector<Index>& shape, Index position, const char* across = "column");

/// The format of the dtypes F16, BF16, F32, F64, F8_E4M3, F8_E5M2 and F8_E8M0; nothing for other dtypes.
std::optional<FloatFormat> float_format(Dtype dtype);
/// The dtype of a format.
Dtype dtype_of(FloatFormat format);

/// The bit pattern of a finite number of the format; nothing where `value` is not one.
std::optional<std::uint64_t> bits_of(FloatFormat format, double value);

/// Whether x is equal to a float32 number.
bool is_float(double x);

/// Every value of a tensor, exactly. Throws Error for a dtype that is not a stored float, and for the first
/// infinity or NaN. `across` is what the second index counts.
std::vector<double> float_values(const TensorView& tensor, const char* across = "column");
/// The same numbers in the format that they are stored in, where they share the bytes of a tensor that has an
/// owner. Those of 8 bits are widened.
StoredFloats stored_floats(const TensorView& tensor, const char* across = "column");

/// The limit of integers in cases: none reaches 2^62 in magnitude, so that code - zero never overflows.
inline constexpr std::int64_t integer_limit = std::int64_t{1} << 62;

/// Every value of a tensor of integers, signed or not, or of floats that are integers. Throws Error for other
/// dtypes, for the first value of integer_limit or more in magnitude, and for the first float that is no
/// integer. `across` is what the second index counts.
std::vector<std::int64_t> integer_values(const TensorView& tensor, const char* across = "column");
/// The same integers in the format that they are stored in, of a tensor of rank 2. They share its bytes, as
/// above, unless these are floats. Of F4, which holds two numbers in a byte, the first in its low half, these
/// are the bit patterns.
StoredCodes stored_codes(const TensorView& tensor, const char* across = "column");

/// A tensor that owns its bytes, made to be written.
struct OwnedTensor {
  std::string name;
  Dtype dtype = Dtype::u8;
  std::vector<Index> shape;
  std::vector<std::byte> bytes;

  TensorView view() const { return {name, dtype, shape, bytes}; }
};

/// A tensor of `values` in this format. Throws Error for a value that is not a number of the format.
OwnedTensor float_tensor(std::string name, std::vector<Index> shape, const StoredFloats& values,
                         FloatFormat format);

/// F32 if it holds every value, else F64. It is for the caller to rule out infinities and NaN.
FloatFormat narrowest_format(const StoredFloats& values);

/// A tensor of `values` in the first of U8, I8, I16, I32, I64 that holds them all.
OwnedTensor integer_tensor(std::string name, std::vector<Index> shape, std::span<const std::int64_t> values);
OwnedTensor integer_tensor(std::string name, const StoredCodes& codes);

}  // namespace quantcheck::check
