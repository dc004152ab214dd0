#include <quantcheck/proofs_check/io/cases/grid_tensors.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include <quantcheck/proofs_check/io/cases/checked_tensors.h>
#include <quantcheck/proofs_check/io/cases/effective_scales.h>
#include <quantcheck/proofs_check/io/cases/layer_tensors.h>
#include <quantcheck/proofs_check/io/cases/recognised_format.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {
namespace {

// The tensor `scale`. Bytes that metadata say to be powers of two are numbers of e8m0.
TensorView scale_tensor(const TensorBundle& file, const CaseMetadata& metadata) {
  TensorView scale = required(file, "scale");
  if (scale.dtype != Dtype::u8 || metadata.kind == CaseKind::case_1) return scale;
  if (metadata.scale_format != FloatFormat::f8_e8m0)
    throw Error(
        tensor_place(scale) +
        "the dtype is U8; bytes b that stand for 2^(b - 127) have metadata \"scale_format\": \"e8m0\"");
  scale.dtype = Dtype::f8_e8m0;
  return scale;
}

void read_scales(ParsedGrid& parsed, const TensorBundle& file, const CaseMetadata& metadata) {
  const TensorView scale = scale_tensor(file, metadata);
  std::vector<double> stored = float_values(scale, "group");
  if (const auto zero = std::find(stored.begin(), stored.end(), 0.0); zero != stored.end())
    throw Error(tensor_place(scale) + element_place(scale.shape, zero - stored.begin(), "group") +
                " is zero");
  const bool are_used = !has_effective_scales(file, metadata);
  if (are_used || metadata.scale_format)
    parsed.scale_format = rounded_format(scale, stored, metadata.scale_format, parsed.recognised, "group");
  parsed.grid.groups = scale.shape[1];
  parsed.grid.scale = are_used ? std::move(stored) : effective_scales(file, stored, metadata);
  if (!are_used) parsed.scale_format = FloatFormat::f64;
}

void read_levels(ParsedGrid& parsed, const TensorBundle& file, const CaseMetadata& metadata) {
  const TensorView* tensor = file.find("levels");
  parsed.grid.levels = metadata.levels;
  parsed.grid.range = metadata.range;
  if (tensor != nullptr) {
    if (!metadata.levels.empty())
      throw Error(tensor_place(*tensor) +
                  "metadata \"grid\" names a table already, and only one of the two holds");
    if (metadata.range.min || metadata.range.max)
      throw Error(tensor_place(*tensor) + "metadata \"" + (metadata.range.min ? "qmin" : "qmax") +
                  "\" is for grids of integers; the codes of levels are their places in the table");
    parsed.grid.levels = float_values(*tensor);
  }
  if (!parsed.grid.levels.empty()) parsed.grid.range = {0, std::ssize(parsed.grid.levels) - 1};
}

// The first of the floats that is no integer; their number where all are.
Index first_fraction(const std::vector<double>& numbers) {
  return std::ranges::find_if(numbers, [](double x) { return x != std::trunc(x); }) - numbers.begin();
}

// The offsets -S * zero that zeros of floats come to.
std::vector<double> offsets_of_zeros(const TensorView& tensor, const std::vector<double>& zeros,
                                     const std::vector<double>& scales) {
  std::vector<double> offsets;
  offsets.reserve(zeros.size());
  for (Index k = 0; k < std::ssize(zeros); ++k) {
    const double offset = -scales[k] * zeros[k];
    if (!std::isfinite(offset) ||
        reference::exact(offset) != -reference::exact(scales[k]) * reference::exact(zeros[k]))
      throw Error(
          tensor_place(tensor) + element_place(tensor.shape, k, "group") + " is " + shortest(zeros[k]) +
          ", and scale * zero is no binary64 number: give the tensor \"offset\", with dequant = scale * "
          "value + offset, in place of zero");
    offsets.push_back(offset);
  }
  return offsets;
}

void read_zeros(ParsedGrid& parsed, const TensorBundle& file, CaseKind kind) {
  Grid<double>& grid = parsed.grid;
  grid.zero.assign(grid.scale.size(), 0);
  const TensorView* zero = file.find("zero");
  const TensorView* offset = file.find("offset");
  if (zero != nullptr && offset != nullptr)
    throw Error(tensor_place(*offset) +
                "there is \"zero\", too; dequant is scale * (value - zero) or scale * value + offset");
  if (offset != nullptr) grid.offset = float_values(*offset, "group");
  if (zero != nullptr) {
    const std::vector<double> floats =
        float_format(zero->dtype) ? float_values(*zero, "group") : std::vector<double>{};
    const Index fraction = first_fraction(floats);
    if (fraction == std::ssize(floats)) {
      grid.zero = integer_values(*zero, "group");
    } else if (kind == CaseKind::case_1) {
      throw Error(tensor_place(*zero) + element_place(zero->shape, fraction, "group") + " is " +
                  shortest(floats[fraction]) +
                  "; an integer is needed, but in a file that declares \"case/2\"");
    } else {
      grid.offset = offsets_of_zeros(*zero, floats, grid.scale);
    }
  }
  if (std::ranges::all_of(grid.offset, [](double x) { return x == 0; })) grid.offset.clear();
}

}  // namespace

ParsedGrid parse_grid(const TensorBundle& file, const CaseMetadata& metadata, Index in) {
  ParsedGrid parsed;
  read_scales(parsed, file, metadata);
  read_levels(parsed, file, metadata);
  read_zeros(parsed, file, metadata.kind);
  parsed.grid.group_index =
      parse_group_index(file, in, parsed.grid.groups, metadata.group_size, required(file, "scale"));
  return parsed;
}

}  // namespace quantcheck::check
