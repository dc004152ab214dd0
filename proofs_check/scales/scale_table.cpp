#include <quantcheck/proofs_check/scales/scale_table.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {

FloatFormat format_of_scales(const Case& c) {
  if (c.scale_format == FloatFormat::f16) return FloatFormat::f16;
  for (const FloatFormat format : {FloatFormat::bf16, FloatFormat::f16})
    if (std::ranges::all_of(c.grid.scale,
                            [format](double scale) { return bits_of(format, scale).has_value(); }))
      return format;
  return c.scale_format;
}

std::optional<ScaleTable> ScaleTable::of(const Case& c) {
  if (!c.has_integer_grid() || !c.grid.range.min || !c.grid.range.max ||
      *c.grid.range.min == *c.grid.range.max)
    return std::nullopt;
  return ScaleTable(c);
}

ScaleTable::ScaleTable(const Case& c)
    : case_(&c), ends_{*c.grid.range.min, *c.grid.range.max}, format_(format_of_scales(c)) {
  symmetric_ = std::ranges::all_of(c.grid.zero, [this](Code zero) { return zero == ends_.middle(); });
  std::vector<std::vector<Index>> columns(static_cast<std::size_t>(c.grid.groups));
  for (Index column = 0; column < c.layer.in; ++column) columns[c.grid.group_index[column]].push_back(column);
  for (Index group = 0; group < c.grid.groups; ++group)
    if (!columns[group].empty()) groups_.push_back({group, std::move(columns[group])});
}

StoredGrid ScaleTable::at(Index row, Index group, double slack) const {
  const Index cell = row * case_->grid.groups + group;
  const double scale = case_->grid.scale[cell];
  const double off = slack * std::fabs(scale);
  StoredGrid stored{scale, case_->grid.zero[cell], scale - off, scale + off};
  if (format_ == FloatFormat::f16 || format_ == FloatFormat::bf16) {
    const auto [low, high] = reference::rounding_interval(format_, scale);
    stored.low = low - off;
    stored.high = high + off;
  }
  return stored;
}

bool ScaleTable::is_uniform(Index row) const {
  const Index first = row * case_->grid.groups + groups_.front().number;
  return std::ranges::all_of(groups_, [&](const Group& group) {
    const Index cell = row * case_->grid.groups + group.number;
    return case_->grid.scale[cell] == case_->grid.scale[first] &&
           case_->grid.zero[cell] == case_->grid.zero[first];
  });
}

std::vector<double> weights_at(std::span<const double> row, const std::vector<Index>& columns) {
  std::vector<double> weights;
  weights.reserve(columns.size());
  for (const Index column : columns) weights.push_back(row[column]);
  return weights;
}

}  // namespace quantcheck::check
