#include <quantcheck/proofs_check/io/case_file.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>
#include <utility>

#include <quantcheck/proofs_check/io/case_metadata.h>
#include <quantcheck/proofs_check/io/tensor_source.h>
#include <quantcheck/proofs_check/io/tensor_values.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

constexpr std::array<std::string_view, 9> known_tensors{
    "weight", "hessian", "activations", "codes", "scale", "zero", "group_index", "order", "dead"};

void read_second_moment(Case& c, const TensorBundle& file, Triangle triangle) {
  const TensorView* hessian = file.find("hessian");
  const TensorView* activations = file.find("activations");
  if ((hessian == nullptr) == (activations == nullptr))
    throw Error(c.name + (hessian == nullptr ? ": neither \"hessian\" nor" : ": both \"hessian\" and") +
                " \"activations\"; a case needs exactly one of these tensors");
  if (hessian != nullptr) {
    c.hessian = symmetric_values(*hessian, c.in, triangle);
  } else {
    check_rank(*activations, "samples x in");
    c.samples = activations->shape[0];
    check_shape(*activations, {c.samples, c.in}, "samples x in");
    if (c.samples == 0) throw Error(tensor_place(*activations) + "no samples");
    c.activations = float_values(*activations);
  }
}

std::vector<Index> group_index_of(const Case& c, const TensorBundle& file, const TensorView& scale,
                                  std::optional<Index> group_size) {
  const Index groups = c.grid.groups;
  if (const TensorView* tensor = file.find("group_index")) {
    const auto values = integers_below(*tensor, {c.in}, "in", groups);
    return {values.begin(), values.end()};
  }
  if (group_size && (c.in - 1) / *group_size + 1 != groups)
    throw Error(tensor_place(scale) + std::to_string(groups) + " groups; group_size " +
                std::to_string(*group_size) + " makes " + std::to_string((c.in - 1) / *group_size + 1) +
                " of " + std::to_string(c.in) + " columns");
  if (!group_size && c.in % groups != 0)
    throw Error(tensor_place(scale) + std::to_string(groups) + " groups do not divide " +
                std::to_string(c.in) + " columns; give group_index, or metadata \"group_size\"");
  const Index size = group_size.value_or(c.in / groups);
  std::vector<Index> index(static_cast<std::size_t>(c.in));
  for (Index column = 0; column < c.in; ++column) index[column] = column / size;
  return index;
}

void read_grid(Case& c, const TensorBundle& file, const CaseMetadata& metadata) {
  const TensorView& scale = required(file, "scale");
  check_rank(scale, "out x groups");
  c.grid.groups = scale.shape[1];
  check_shape(scale, {c.out, c.grid.groups}, "out x groups");
  if (c.grid.groups == 0) throw Error(tensor_place(scale) + "no groups");
  c.grid.scale = float_values(scale, "group");
  c.scale_format = *float_format(scale.dtype);
  const auto zero_scale = std::find(c.grid.scale.begin(), c.grid.scale.end(), 0.0);
  if (zero_scale != c.grid.scale.end())
    throw Error(tensor_place(scale) + element_place(scale.shape, zero_scale - c.grid.scale.begin(), "group") +
                " is zero");

  if (const TensorView* zero = file.find("zero")) {
    check_shape(*zero, {c.out, c.grid.groups}, "out x groups");
    c.grid.zero = integer_values(*zero, "group");
  } else {
    c.grid.zero.assign(c.grid.scale.size(), 0);
  }
  c.grid.group_index = group_index_of(c, file, scale, metadata.group_size);
  c.grid.range = metadata.range;
}

void read_codes(Case& c, const TensorBundle& file) {
  const TensorView& tensor = required(file, "codes");
  check_shape(tensor, {c.out, c.in}, "out x in");
  const std::vector<std::int64_t> values = integer_values(tensor);
  const auto& [min, max] = c.grid.range;
  for (Index k = 0; k < std::ssize(values); ++k)
    if ((min && values[k] < *min) || (max && values[k] > *max))
      throw Error(tensor_place(tensor) + element_place(tensor.shape, k) + " is " + std::to_string(values[k]) +
                  ", outside " + (min ? "qmin = " + std::to_string(*min) : "no qmin") + ", " +
                  (max ? "qmax = " + std::to_string(*max) : "no qmax"));
  c.codes.resize(c.out, c.in);
  std::copy(values.begin(), values.end(), c.codes.data());
}

void read_order(Case& c, const TensorBundle& file) {
  c.order.resize(static_cast<std::size_t>(c.in));
  std::iota(c.order.begin(), c.order.end(), Index{0});
  const TensorView* tensor = file.find("order");
  if (tensor == nullptr) return;
  c.order_given = true;
  const std::vector<std::int64_t> values = integers_below(*tensor, {c.in}, "in", c.in);
  std::vector<bool> seen(values.size());
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (seen[values[k]])
      throw Error(tensor_place(*tensor) + "entry " + std::to_string(k) + " is a second " +
                  std::to_string(values[k]) + "; a permutation of the columns is needed");
    seen[values[k]] = true;
    c.order[k] = static_cast<Index>(values[k]);
  }
}

}  // namespace

Case parse_case(const TensorBundle& file, Triangle triangle) {
  CaseMetadata metadata = parse_case_metadata(file.metadata, file.name);
  Case c;
  c.name = file.name;
  const TensorView& weight = required(file, "weight");
  check_matrix(weight, "out x in", "a layer");
  c.out = weight.shape[0];
  c.in = weight.shape[1];
  c.weight = float_values(weight);
  read_second_moment(c, file, triangle);
  read_grid(c, file, metadata);
  read_codes(c, file);
  read_order(c, file);
  c.dead.assign(static_cast<std::size_t>(c.in), false);
  if (const TensorView* dead = file.find("dead")) {
    const auto values = integers_below(*dead, {c.in}, "in", 2);
    c.dead.assign(values.begin(), values.end());
  }
  c.damping = metadata.damping;
  c.arithmetic = metadata.arithmetic;
  c.rounding = metadata.rounding;
  c.source = std::move(metadata.source);
  c.note = std::move(metadata.note);
  c.ignored = std::move(metadata.ignored);
  add_ignored(file, known_tensors, c.ignored);
  return c;
}

Case parse_case(std::vector<std::byte> bytes, const std::string& name, Triangle triangle) {
  return parse_case(parse_tensors(std::move(bytes), name), triangle);
}

Case read_case(const std::string& path, Triangle triangle) {
  return parse_case(read_tensors(path), triangle);
}

}  // namespace quantcheck::check
