#include <quantcheck/proofs_check/io/cases/recover_levels.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/io/cases/recognised_format.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/nearest_float.h>

namespace quantcheck::check {
namespace {

using reference::Rational;

// What the level of a code is dequantized to, in a format: by either of the two ways, where it has a number.
struct LevelValue {
  Code code = 0;
  std::optional<double> exact;
  std::optional<double> by_float32;

  bool gives(double value) const { return exact == value || by_float32 == value; }
};

// The distinct levels of a table, each with the least of its places.
std::vector<Code> distinct_places(const std::vector<double>& levels) {
  std::vector<Code> places;
  for (Code code = 0; code < std::ssize(levels); ++code) places.push_back(code);
  std::stable_sort(places.begin(), places.end(), [&](Code a, Code b) { return levels[a] < levels[b]; });
  const auto last =
      std::unique(places.begin(), places.end(), [&](Code a, Code b) { return levels[a] == levels[b]; });
  places.erase(last, places.end());
  return places;
}

// scale * difference + offset in float32, each operation rounded.
std::optional<double> float32_value(double scale, double difference, double offset) {
  if (!is_float(scale) || !is_float(difference) || !is_float(offset)) return std::nullopt;
  const float product = static_cast<float>(scale) * static_cast<float>(difference);
  const float sum = product + static_cast<float>(offset);
  if (!std::isfinite(sum)) return std::nullopt;
  return static_cast<double>(sum);
}

// The values of the grid's levels for one row and group.
std::vector<LevelValue> values_of(const Grid<double>& grid, const std::vector<Code>& places, Index cell,
                                  FloatFormat format) {
  const double offset = grid.offset.empty() ? 0 : grid.offset[cell];
  std::vector<LevelValue> values;
  values.reserve(places.size());
  for (const Code code : places) {
    const Rational difference = reference::exact(grid.levels[code]) - Rational(grid.zero[cell]);
    LevelValue value{code, {}, {}};
    value.exact = reference::nearest_number(
        reference::exact(grid.scale[cell]) * difference + reference::exact(offset), format);
    const double rounded = reference::nearest_double(difference);
    if (reference::exact(rounded) == difference)
      if (const auto sum = float32_value(grid.scale[cell], rounded, offset))
        value.by_float32 = reference::nearest_number(reference::exact(*sum), format);
    values.push_back(value);
  }
  return values;
}

// The codes of a row, up to the first entry that has none or several.
struct RowCodes {
  std::vector<Code> codes;
  std::vector<Code> candidates;  // of that entry
};

class LevelRecovery {
 public:
  LevelRecovery(const TensorView& tensor, const std::vector<double>& values, const Grid<double>& grid,
                FloatFormat format)
      : tensor_(tensor),
        values_(values),
        grid_(grid),
        places_(distinct_places(grid.levels)),
        format_(format) {}

  // The codes; nothing where some entry has none. Then `refuse` says which.
  std::optional<reference::Codes> codes() {
    rows_.resize(static_cast<std::size_t>(tensor_.shape[0]));
    optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(rows_), [&](Index row) {
      rows_[row] = codes_of(row);
    });
    reference::Codes result(tensor_.shape[0], tensor_.shape[1]);
    for (Index row = 0; row < result.rows(); ++row) {
      if (std::ssize(rows_[row].codes) < result.cols()) return std::nullopt;
      std::copy(rows_[row].codes.begin(), rows_[row].codes.end(), result.data() + row * result.cols());
    }
    return result;
  }

  [[noreturn]] void refuse() const {
    Index row = 0;
    while (std::ssize(rows_[row].codes) == tensor_.shape[1]) ++row;
    const Index column = std::ssize(rows_[row].codes);
    const Index k = row * tensor_.shape[1] + column;
    const std::vector<Code>& candidates = rows_[row].candidates;
    const std::string grid_words = "scale * (level - zero)" +
                                   std::string(grid_.offset.empty() ? "" : " + offset") + " with scale " +
                                   shortest(grid_.scale_at(row, column));
    throw Error(tensor_place(tensor_) + element_place(tensor_.shape, k) + " is " + shortest(values_[k]) +
                (candidates.empty() ? ", which no level gives by " + grid_words
                                    : ", which the codes " + std::to_string(candidates.front()) + " and " +
                                          std::to_string(candidates.back()) +
                                          " both give: " + std::string(dtype_name(tensor_.dtype)) +
                                          " is too coarse for " + grid_words));
  }

 private:
  RowCodes codes_of(Index row) const {
    std::vector<std::vector<LevelValue>> of_groups(static_cast<std::size_t>(grid_.groups));
    RowCodes found;
    for (Index column = 0; column < tensor_.shape[1]; ++column) {
      const Index group = grid_.group_index[column];
      if (of_groups[group].empty())
        of_groups[group] = values_of(grid_, places_, row * grid_.groups + group, format_);
      found.candidates.clear();
      for (const LevelValue& level : of_groups[group])
        if (level.gives(values_[row * tensor_.shape[1] + column])) found.candidates.push_back(level.code);
      if (found.candidates.size() != 1) break;
      found.codes.push_back(found.candidates.front());
    }
    return found;
  }

  const TensorView& tensor_;
  const std::vector<double>& values_;
  const Grid<double>& grid_;
  std::vector<Code> places_;
  FloatFormat format_;
  std::vector<RowCodes> rows_;
};

}  // namespace

RecoveredCodes recover_levels(const TensorView& dequantized, const Grid<double>& grid) {
  const std::vector<double> values = float_values(dequantized);
  const FloatFormat stored = *float_format(dequantized.dtype);
  LevelRecovery as_stored(dequantized, values, grid, stored);
  if (auto codes = as_stored.codes()) return {*std::move(codes), stored};
  if (const auto format = recognised_format(values, stored))
    if (auto codes = LevelRecovery(dequantized, values, grid, *format).codes())
      return {*std::move(codes), *format};
  as_stored.refuse();
}

}  // namespace quantcheck::check
