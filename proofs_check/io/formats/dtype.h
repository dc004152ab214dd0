// The element types of safetensors files.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace quantcheck::check {

/// Every element type the format defines, whether or not a case may use it.
enum class Dtype {
  f4,
  f6_e2m3,
  f6_e3m2,
  boolean,
  u8,
  i8,
  f8_e5m2,
  f8_e4m3,
  f8_e8m0,
  i16,
  u16,
  f16,
  bf16,
  i32,
  u32,
  f32,
  c64,
  f64,
  i64,
  u64
};

/// The name as the header of a safetensors file spells it, such as "F32".
std::string_view dtype_name(Dtype dtype);

/// The size of one element in bits. Elements of less than 8 bits are packed.
int dtype_bits(Dtype dtype);

/// The element type of this name; nothing for a name that the format does not define.
std::optional<Dtype> dtype_from_name(std::string_view name);

/// Every name, separated by spaces, for messages.
std::string dtype_names();

}  // namespace quantcheck::check
