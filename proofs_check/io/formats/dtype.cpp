#include <quantcheck/proofs_check/io/formats/dtype.h>

#include <array>

namespace quantcheck::check {
namespace {

struct NamedDtype {
  Dtype dtype;
  std::string_view name;
  int bits;
};

// The entries stand in the order of the enum, so that a Dtype is an index.
constexpr std::array<NamedDtype, 20> entries{{
    {Dtype::f4, "F4", 4},           {Dtype::f6_e2m3, "F6_E2M3", 6}, {Dtype::f6_e3m2, "F6_E3M2", 6},
    {Dtype::boolean, "BOOL", 8},    {Dtype::u8, "U8", 8},           {Dtype::i8, "I8", 8},
    {Dtype::f8_e5m2, "F8_E5M2", 8}, {Dtype::f8_e4m3, "F8_E4M3", 8}, {Dtype::f8_e8m0, "F8_E8M0", 8},
    {Dtype::i16, "I16", 16},        {Dtype::u16, "U16", 16},        {Dtype::f16, "F16", 16},
    {Dtype::bf16, "BF16", 16},      {Dtype::i32, "I32", 32},        {Dtype::u32, "U32", 32},
    {Dtype::f32, "F32", 32},        {Dtype::c64, "C64", 64},        {Dtype::f64, "F64", 64},
    {Dtype::i64, "I64", 64},        {Dtype::u64, "U64", 64},
}};

constexpr bool in_enum_order() {
  for (std::size_t k = 0; k < entries.size(); ++k)
    if (entries[k].dtype != static_cast<Dtype>(k)) return false;
  return entries.back().dtype == Dtype::u64;
}
static_assert(in_enum_order());

}  // namespace

std::string_view dtype_name(Dtype dtype) { return entries[static_cast<std::size_t>(dtype)].name; }

int dtype_bits(Dtype dtype) { return entries[static_cast<std::size_t>(dtype)].bits; }

std::optional<Dtype> dtype_from_name(std::string_view name) {
  for (const NamedDtype& entry : entries)
    if (entry.name == name) return entry.dtype;
  return std::nullopt;
}

std::string dtype_names() {
  std::string names;
  for (const NamedDtype& entry : entries) names += (names.empty() ? "" : " ") + std::string(entry.name);
  return names;
}

}  // namespace quantcheck::check
