#include <quantcheck/proofs_check/io/case_file.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string_view>
#include <utility>

#include <quantcheck/proofs_check/io/case_metadata.h>
#include <quantcheck/proofs_check/io/printable.h>
#include <quantcheck/proofs_check/io/safetensors.h>
#include <quantcheck/proofs_check/io/tensor_values.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

constexpr std::array<std::string_view, 9> known_tensors{
    "weight", "hessian", "activations", "codes", "scale", "zero", "group_index", "order", "dead"};

std::string shape_text(const std::vector<Index>& shape) {
  std::string text;
  for (const Index extent : shape) text += (text.empty() ? "" : ", ") + std::to_string(extent);
  return "[" + text + "]";
}

const TensorView& required(const Safetensors& file, const char* tensor) {
  const TensorView* found = file.find(tensor);
  if (found == nullptr) throw Error(file.name + ": no tensor " + in_quotes(tensor) + "; a case needs one");
  return *found;
}

void check_shape(const Safetensors& file, const TensorView& tensor, const std::vector<Index>& shape,
                 const char* meaning) {
  if (tensor.shape != shape)
    throw Error(tensor_place(file.name, tensor.name) + "the shape is " + shape_text(tensor.shape) + "; " +
                meaning + " = " + shape_text(shape) + " is needed");
}

void check_rank(const Safetensors& file, const TensorView& tensor, const char* meaning) {
  if (tensor.shape.size() != 2)
    throw Error(tensor_place(file.name, tensor.name) + "the shape is " + shape_text(tensor.shape) + "; " +
                meaning + " is needed");
}

// The largest |h_ij - h_ji|, tile by tile so that the transposed side stays in cache.
void check_symmetric(const Case& c) {
  constexpr Index tile = 64;
  const Index n = c.in;
  double largest = 0;
  Index worst_row = 0;
  Index worst_column = 0;
  for (Index i0 = 0; i0 < n; i0 += tile) {
    for (Index j0 = 0; j0 <= i0; j0 += tile) {
      for (Index i = i0; i < std::min(i0 + tile, n); ++i) {
        for (Index j = j0; j < std::min(j0 + tile, i); ++j) {
          const double difference = std::fabs(c.hessian[i * n + j] - c.hessian[j * n + i]);
          if (difference <= largest) continue;
          largest = difference;
          worst_row = i;
          worst_column = j;
        }
      }
    }
  }
  if (largest == 0) return;
  throw Error(tensor_place(c.name, "hessian") + "not symmetric: the largest |h_ij - h_ji| is " +
              shortest(largest) + ", at i = " + std::to_string(worst_row) +
              ", j = " + std::to_string(worst_column) +
              "; --triangle lower or --triangle upper takes that triangle for both");
}

void mirror(Case& c, Triangle from) {
  for (Index i = 0; i < c.in; ++i) {
    for (Index j = 0; j < i; ++j) {
      double& lower = c.hessian[i * c.in + j];
      double& upper = c.hessian[j * c.in + i];
      (from == Triangle::lower ? upper : lower) = from == Triangle::lower ? lower : upper;
    }
  }
}

void read_second_moment(Case& c, const Safetensors& file, Triangle triangle) {
  const TensorView* hessian = file.find("hessian");
  const TensorView* activations = file.find("activations");
  if ((hessian == nullptr) == (activations == nullptr))
    throw Error(c.name + (hessian == nullptr ? ": neither \"hessian\" nor" : ": both \"hessian\" and") +
                " \"activations\"; a case needs exactly one of these tensors");
  if (hessian != nullptr) {
    check_shape(file, *hessian, {c.in, c.in}, "in x in");
    if (hessian->dtype != Dtype::f64 && hessian->dtype != Dtype::f32)
      throw Error(tensor_place(c.name, "hessian") + "the dtype is " +
                  std::string(dtype_name(hessian->dtype)) + "; F64 or F32 is needed");
    c.hessian = float_values(*hessian, c.name);
    if (triangle == Triangle::both) {
      check_symmetric(c);
    } else {
      mirror(c, triangle);
    }
  } else {
    check_rank(file, *activations, "samples x in");
    c.samples = activations->shape[0];
    check_shape(file, *activations, {c.samples, c.in}, "samples x in");
    if (c.samples == 0) throw Error(tensor_place(c.name, "activations") + "no samples");
    c.activations = float_values(*activations, c.name);
  }
}

// A tensor of `in` integers within [0, end).
std::vector<std::int64_t> read_columns(const Safetensors& file, const TensorView& tensor, Index in,
                                       Index end) {
  check_shape(file, tensor, {in}, "in");
  std::vector<std::int64_t> values = integer_values(tensor, file.name);
  for (std::size_t k = 0; k < values.size(); ++k)
    if (values[k] < 0 || values[k] >= end)
      throw Error(tensor_place(file.name, tensor.name) + "entry " + std::to_string(k) + " is " +
                  std::to_string(values[k]) + ", outside 0.." + std::to_string(end - 1));
  return values;
}

std::vector<Index> group_index_of(const Case& c, const Safetensors& file, std::optional<Index> group_size) {
  const Index groups = c.grid.groups;
  if (const TensorView* tensor = file.find("group_index")) {
    const auto values = read_columns(file, *tensor, c.in, groups);
    return {values.begin(), values.end()};
  }
  if (group_size && (c.in - 1) / *group_size + 1 != groups)
    throw Error(tensor_place(c.name, "scale") + std::to_string(groups) + " groups; group_size " +
                std::to_string(*group_size) + " makes " + std::to_string((c.in - 1) / *group_size + 1) +
                " of " + std::to_string(c.in) + " columns");
  if (!group_size && c.in % groups != 0)
    throw Error(tensor_place(c.name, "scale") + std::to_string(groups) + " groups do not divide " +
                std::to_string(c.in) + " columns; give group_index, or metadata \"group_size\"");
  const Index size = group_size.value_or(c.in / groups);
  std::vector<Index> index(static_cast<std::size_t>(c.in));
  for (Index column = 0; column < c.in; ++column) index[column] = column / size;
  return index;
}

void read_grid(Case& c, const Safetensors& file, const CaseMetadata& metadata) {
  const TensorView& scale = required(file, "scale");
  check_rank(file, scale, "out x groups");
  c.grid.groups = scale.shape[1];
  check_shape(file, scale, {c.out, c.grid.groups}, "out x groups");
  if (c.grid.groups == 0) throw Error(tensor_place(c.name, "scale") + "no groups");
  c.grid.scale = float_values(scale, c.name, "group");
  c.scale_format = *float_format(scale.dtype);
  const auto zero_scale = std::find(c.grid.scale.begin(), c.grid.scale.end(), 0.0);
  if (zero_scale != c.grid.scale.end())
    throw Error(tensor_place(c.name, "scale") +
                element_place(scale.shape, zero_scale - c.grid.scale.begin(), "group") + " is zero");

  if (const TensorView* zero = file.find("zero")) {
    check_shape(file, *zero, {c.out, c.grid.groups}, "out x groups");
    c.grid.zero = integer_values(*zero, c.name, "group");
  } else {
    c.grid.zero.assign(c.grid.scale.size(), 0);
  }
  c.grid.group_index = group_index_of(c, file, metadata.group_size);
  c.grid.range = metadata.range;
}

void read_codes(Case& c, const Safetensors& file) {
  const TensorView& tensor = required(file, "codes");
  check_shape(file, tensor, {c.out, c.in}, "out x in");
  const std::vector<std::int64_t> values = integer_values(tensor, c.name);
  const auto& [min, max] = c.grid.range;
  for (Index k = 0; k < std::ssize(values); ++k)
    if ((min && values[k] < *min) || (max && values[k] > *max))
      throw Error(tensor_place(c.name, "codes") + element_place(tensor.shape, k) + " is " +
                  std::to_string(values[k]) + ", outside " +
                  (min ? "qmin = " + std::to_string(*min) : "no qmin") + ", " +
                  (max ? "qmax = " + std::to_string(*max) : "no qmax"));
  c.codes.resize(c.out, c.in);
  std::copy(values.begin(), values.end(), c.codes.data());
}

void read_order(Case& c, const Safetensors& file) {
  c.order.resize(static_cast<std::size_t>(c.in));
  std::iota(c.order.begin(), c.order.end(), Index{0});
  const TensorView* tensor = file.find("order");
  if (tensor == nullptr) return;
  c.order_given = true;
  const std::vector<std::int64_t> values = read_columns(file, *tensor, c.in, c.in);
  std::vector<bool> seen(values.size());
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (seen[values[k]])
      throw Error(tensor_place(c.name, "order") + "entry " + std::to_string(k) + " is a second " +
                  std::to_string(values[k]) + "; a permutation of the columns is needed");
    seen[values[k]] = true;
    c.order[k] = static_cast<Index>(values[k]);
  }
}

Case case_from(const Safetensors& file, Triangle triangle) {
  CaseMetadata metadata = parse_case_metadata(file.metadata, file.name);
  Case c;
  c.name = file.name;
  const TensorView& weight = required(file, "weight");
  check_rank(file, weight, "out x in");
  c.out = weight.shape[0];
  c.in = weight.shape[1];
  if (c.out == 0 || c.in == 0)
    throw Error(tensor_place(c.name, "weight") + "the shape is " + shape_text(weight.shape) +
                "; a layer has at least one row and one column");
  c.weight = float_values(weight, c.name);
  read_second_moment(c, file, triangle);
  read_grid(c, file, metadata);
  read_codes(c, file);
  read_order(c, file);
  c.dead.assign(static_cast<std::size_t>(c.in), false);
  if (const TensorView* dead = file.find("dead")) {
    const auto values = read_columns(file, *dead, c.in, 2);
    c.dead.assign(values.begin(), values.end());
  }
  c.damping = metadata.damping;
  c.arithmetic = metadata.arithmetic;
  c.rounding = metadata.rounding;
  c.source = std::move(metadata.source);
  c.note = std::move(metadata.note);
  c.ignored = std::move(metadata.ignored);
  for (const TensorView& tensor : file.tensors)
    if (std::find(known_tensors.begin(), known_tensors.end(), tensor.name) == known_tensors.end())
      c.ignored.push_back("tensor " + in_quotes(tensor.name));
  return c;
}

}  // namespace

Case parse_case(std::vector<std::byte> bytes, const std::string& name, Triangle triangle) {
  return case_from(parse_safetensors(std::move(bytes), name), triangle);
}

Case read_case(const std::string& path, Triangle triangle) {
  return case_from(read_safetensors(path), triangle);
}

}  // namespace quantcheck::check
