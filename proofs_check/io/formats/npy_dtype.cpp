#include <array>
#include <bit>
#include <string_view>
#include <utility>

#include <quantcheck/proofs_check/io/formats/npy_header.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

constexpr std::array<std::pair<std::string_view, Dtype>, 12> plain_types{{{"f2", Dtype::f16},
                                                                          {"f4", Dtype::f32},
                                                                          {"f8", Dtype::f64},
                                                                          {"i1", Dtype::i8},
                                                                          {"i2", Dtype::i16},
                                                                          {"i4", Dtype::i32},
                                                                          {"i8", Dtype::i64},
                                                                          {"u1", Dtype::u8},
                                                                          {"u2", Dtype::u16},
                                                                          {"u4", Dtype::u32},
                                                                          {"u8", Dtype::u64},
                                                                          {"b1", Dtype::boolean}}};

const char* what_it_is(const std::string& descr, std::string_view type) {
  if (type.empty()) return "";
  if (type == "V2" || descr == "bfloat16")
    return ": two bytes without a meaning, as ml_dtypes saves bfloat16; store a.astype(numpy.float32), which "
           "is "
           "exact, or BF16 in a safetensors file";
  switch (type.front()) {
    case 'O':
      return ": Python objects, pickled; a pickle can run any code, so none is read: store a plain array of "
             "numbers, such as a.astype(numpy.float32)";
    case 'U':
    case 'S':
    case 'a':
      return ": strings";
    case 'c':
      return ": complex numbers";
    case 'M':
    case 'm':
      return ": dates or times";
    case 'V':
      return ": bytes without a meaning";
    case 'f':
      return ": a floating-point type that differs between machines";
    default:
      return "";
  }
}

}  // namespace

NpyDtype parse_npy_dtype(const std::string& descr, const std::string& place) {
  constexpr std::string_view orders = "<>=|";
  const bool ordered = !descr.empty() && orders.find(descr.front()) != std::string_view::npos;
  const std::string_view type = std::string_view(descr).substr(ordered ? 1 : 0);
  for (const auto& [name, dtype] : plain_types) {
    if (!ordered || name != type) continue;
    if (descr.front() == '|' && dtype_bits(dtype) > 8)
      throw Error(place + "the dtype is " + in_quotes(descr) +
                  ", without an order of its bytes; < (little-endian) or > (big-endian) is needed");
    return {dtype, descr.front() == '>' || (descr.front() == '=' && std::endian::native == std::endian::big)};
  }
  throw Error(place + "the dtype is " + in_quotes(descr) + what_it_is(descr, type) +
              "; one of f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1 is needed, with < or > before it");
}

}  // namespace quantcheck::check
