#include <quantcheck/proofs_check/quantize/prepared.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {
namespace {

constexpr Code max_levels = 65535;
constexpr Code max_fitted_code = Code{1} << 21;

void check_code(const char* name, Code code) {
  if (code <= -integer_limit || code >= integer_limit)
    throw Error(std::string(name) + ": " + std::to_string(code) + " is too large");
}

void check_range(const GridRequest& grid) {
  if (!grid.range) {
    if (grid.bits < 2 || grid.bits > 8)
      throw Error("bits: " + std::to_string(grid.bits) +
                  " is not in 2 .. 8; qmin and qmax make any other range");
    return;
  }
  const CodeRange& range = *grid.range;
  if (range.min) check_code("qmin", *range.min);
  if (range.max) check_code("qmax", *range.max);
  if (range.min && range.max && *range.min > *range.max)
    throw Error("qmin " + std::to_string(*range.min) + " exceeds qmax " + std::to_string(*range.max));
  if (grid.given) return;
  if (!range.min || !range.max)
    throw Error(
        "a range of codes with one end, or none, has no scale that fits it: give scales, or both ends");
  if (*range.min <= -max_fitted_code || *range.max >= max_fitted_code ||
      *range.max - *range.min > max_levels || *range.max == *range.min)
    throw Error(
        "codes " + std::to_string(*range.min) + " .. " + std::to_string(*range.max) +
        ": scales are fitted to 2 .. 65536 codes below 2^21 in magnitude; others need scales that are "
        "given");
}

void check_error_fit(const GridRequest& grid) {
  if (!(grid.norm_of_error > 0 && grid.norm_of_error <= 16))
    throw Error("the norm of the error is above 0 and at most 16");
  if (!(grid.range_of_error >= 0.01 && grid.range_of_error <= 0.99))
    throw Error("the range of the shrunk scales is from 0.01 to 0.99");
}

void check_given(const Layer& layer, const GivenScales& given) {
  const Index cells = layer.out * given.groups;
  if (given.groups < 1 || given.groups > layer.in || std::ssize(given.scale) != cells ||
      (!given.zero.empty() && std::ssize(given.zero) != cells) ||
      (!given.group_index.empty() && std::ssize(given.group_index) != layer.in))
    throw Error("the given scales, zeros and group indices do not agree with the weights in size");
  for (Index k = 0; k < cells; ++k) {
    if (!std::isfinite(given.scale[k]) || given.scale[k] == 0)
      throw Error("scale: row " + std::to_string(k / given.groups) + ", group " +
                  std::to_string(k % given.groups) + " is 0 or not finite");
    if (!given.zero.empty()) check_code("zero", given.zero[k]);
  }
  for (Index column = 0; column < std::ssize(given.group_index); ++column)
    if (given.group_index[column] < 0 || given.group_index[column] >= given.groups)
      throw Error("group_index: column " + std::to_string(column) + " is in group " +
                  std::to_string(given.group_index[column]) + " of " + std::to_string(given.groups));
  if (given.group_index.empty() && layer.in % given.groups != 0)
    throw Error(std::to_string(given.groups) + " groups do not divide " + std::to_string(layer.in) +
                " inputs: their group_index is needed");
}

}  // namespace

void check_damping(const Damping<reference::Rational>& damping) {
  if (damping.relative < 0 || damping.absolute < 0) throw Error("the damping is negative");
}

void check_options(const Layer& layer, const QuantizeOptions& options) {
  if (options.arithmetic != Arithmetic::exact && options.arithmetic != Arithmetic::fp32)
    throw Error("the arithmetic is exact or fp32");
  check_range(options.grid);
  if (options.grid.given) check_given(layer, *options.grid.given);
  if (options.grid.group_size < 0) throw Error("the group size is negative");
  check_error_fit(options.grid);
  if (options.grid.scales_block < 0) throw Error("the block of the scales is negative");
  if (options.grid.scales_block > 0 && (options.grid.given || options.grid.scales == GroupScales::fixed ||
                                        options.method == QuantizeMethod::rtn))
    throw Error("a block of the scales belongs to current scales alone");
  if (options.group_aware_order && !options.grid.given && options.grid.group_size == 0)
    throw Error("the group-aware order needs groups: a group size");
  if (options.order == OrderKind::given && !options.group_aware_order &&
      !reference::is_permutation(options.given_order, layer.in))
    throw Error("order: not a permutation of 0 .. " + std::to_string(layer.in - 1));
  check_damping(options.damping);
}

FittedShape fitted_shape(const GridRequest& request) {
  if (!request.range) return {{(Code{1} << request.bits) - 1, request.symmetric}, 0};
  const GridShape shape{*request.range->max - *request.range->min, request.symmetric};
  return {shape, *request.range->min - shape.min()};
}

CodeRange code_range(const GridRequest& request) {
  if (request.unbounded) return {};
  if (request.range) return *request.range;
  const GridShape shape = fitted_shape(request).shape;
  return {shape.min(), shape.max()};
}

Groups groups_of(const Order& sequence, Index size) {
  const Index in = std::ssize(sequence);
  const Index taken = size == 0 ? in : std::min(size, in);
  Groups groups{(in + taken - 1) / taken, std::vector<Index>(in)};
  for (Index k = 0; k < in; ++k) groups.index[sequence[k]] = k / taken;
  return groups;
}

Grid<double> given_grid(const Layer& layer, const GridRequest& request) {
  const GivenScales& given = *request.given;
  Grid<double> grid{given.groups, given.scale, given.zero, given.group_index, code_range(request)};
  if (grid.zero.empty()) grid.zero.assign(given.scale.size(), 0);
  if (grid.group_index.empty())
    grid.group_index = groups_of(reference::natural_order(layer.in), layer.in / given.groups).index;
  return grid;
}

Described described_by(const QuantizeOptions& options) {
  return {"the quantized layer", options.arithmetic, source_of(options), note_of(options), {}, {}};
}

Case case_without_codes(const Layer& layer, const QuantizeOptions& options) {
  Case c;
  static_cast<Described&>(c) = described_by(options);
  c.layer = layer;
  if (layer.activations.empty()) c.layer.samples = 0;
  c.declared.dead.assign(layer.in, false);
  c.declared.order_given = options.order != OrderKind::natural;
  c.declared.rounding = options.rounding;
  return c;
}

void set_dead(Case& c, const std::vector<Index>& dead) {
  for (const Index input : dead) c.declared.dead[input] = true;
}

}  // namespace quantcheck::check
