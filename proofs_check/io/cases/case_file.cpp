#include <quantcheck/proofs_check/io/cases/case_file.h>

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <quantcheck/proofs_check/cases/diagonal_orders.h>
#include <quantcheck/proofs_check/io/cases/case_metadata.h>
#include <quantcheck/proofs_check/io/cases/checked_tensors.h>
#include <quantcheck/proofs_check/io/cases/dead_inputs.h>
#include <quantcheck/proofs_check/io/cases/grid_tensors.h>
#include <quantcheck/proofs_check/io/cases/layer_tensors.h>
#include <quantcheck/proofs_check/io/cases/recover_codes.h>
#include <quantcheck/proofs_check/io/cases/tensor_shapes.h>
#include <quantcheck/proofs_check/io/formats/tensor_source.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {
namespace {

constexpr std::array<std::string_view, 13> known_tensors{
    "weight",      "hessian", "activations", "codes",  "dequantized", "scale",       "zero",
    "group_index", "order",   "dead",        "levels", "offset",      "global_scale"};

// What has a meaning in case/2 alone.
constexpr std::array<std::string_view, 4> tensors_of_case_2{"levels", "offset", "global_scale", "cross"};

void refuse_in_case_1(const TensorBundle& file) {
  const std::string why = "that is of case/2: declare \"quantcheck\": \"case/2\"";
  for (const std::string_view name : tensors_of_case_2)
    if (const TensorView* tensor = file.find(std::string(name))) throw Error(tensor_place(*tensor) + why);
  refuse_narrow_floats(file, known_tensors, why);
}

void read_codes(Case& c, const TensorBundle& file) {
  if (const TensorView* dequantized = file.find("dequantized"); dequantized && !file.find("codes")) {
    RecoveredCodes recovered = recover_codes(*dequantized, c.grid, c.layer.out);
    const FloatFormat stored = *float_format(dequantized->dtype);
    if (recovered.format != stored) c.recognised.push_back({"dequantized", stored, recovered.format});
    c.codes = std::move(recovered.codes);
    return;
  }
  const TensorView& tensor = required(file, "codes");
  if (tensor.dtype == Dtype::f4 && c.grid.levels.empty())
    throw Error(
        tensor_place(tensor) +
        "the dtype is F4, which holds bit patterns: metadata \"grid\": \"e2m1\", or levels, say of what");
  c.codes = stored_codes(tensor);
  const Code low = c.grid.range.min.value_or(-integer_limit);
  const Code high = c.grid.range.max.value_or(integer_limit);
  c.codes.visit([&](const auto& code) {
    for (Index k = 0; k < c.codes.size(); ++k)
      if (code(k) < low || code(k) > high)
        throw Error(tensor_place(tensor) + element_place(tensor.shape, k) + " is " +
                    (c.grid.levels.empty() ? outside_range(code(k), c.grid.range)
                                           : std::to_string(code(k)) + ", beyond the table of " +
                                                 std::to_string(c.grid.levels.size()) + " levels"));
  });
}

// The order that metadata name, by the diagonal of the Hessian.
Order named_order(const Case& c, NamedOrder order) try {
  if (!c.layer.has_hessian()) throw Error("it is one by the hessian, and there is none");
  return order == NamedOrder::act ? act_order(c) : group_aware_order(c);
} catch (const Error& error) {
  throw Error(c.name + ": metadata \"order\": " + error.what());
}

void read_order(Case& c, const TensorBundle& file, const std::optional<NamedOrder>& named) {
  const TensorView* tensor = file.find("order");
  c.declared.order_given = named || tensor != nullptr;
  if (named && tensor != nullptr)
    throw Error(tensor_place(*tensor) + "metadata \"order\" names an order, and only one of the two holds");
  if (named)
    c.declared.order = named_order(c, *named);
  else
    c.declared.order =
        tensor != nullptr ? parse_order(*tensor, c.layer.in) : reference::natural_order(c.layer.in);
}

}  // namespace

Case parse_case(const TensorBundle& file, Triangle triangle) {
  CaseMetadata metadata = parse_case_metadata(file.metadata, file.name);
  if (metadata.kind == CaseKind::case_1) refuse_in_case_1(file);
  check_case_shapes(file);
  Case c;
  static_cast<Described&>(c) = std::move(metadata.described);
  c.layer = parse_layer(file, triangle);
  ParsedGrid parsed = parse_grid(file, metadata, c.layer.in);
  c.grid = std::move(parsed.grid);
  c.scale_format = parsed.scale_format;
  c.recognised = std::move(parsed.recognised);
  read_codes(c, file);
  c.declared = std::move(metadata.declared);
  const TensorView* dead = file.find("dead");
  c.declared.dead = dead != nullptr ? flags(*dead, c.layer.in)
                                    : std::vector<bool>(static_cast<std::size_t>(c.layer.in), false);
  if (dead != nullptr) check_dead_inputs(c, *dead);
  read_order(c, file, metadata.order);
  add_ignored(file, known_tensors, c.ignored);
  if (file.find("codes") != nullptr && file.find("dequantized") != nullptr)
    c.ignored.emplace_back("tensor \"dequantized\"");
  return c;
}

Case parse_case(std::vector<std::byte> bytes, const std::string& name, Triangle triangle) {
  return parse_case(parse_tensors(std::move(bytes), name), triangle);
}

Case read_case(const std::string& path, Triangle triangle) {
  return parse_case(read_tensors(path), triangle);
}

}  // namespace quantcheck::check
