#include <quantcheck/proofs_check/io/cases/recover_codes.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <quantcheck/proofs_check/io/cases/checked_tensors.h>
#include <quantcheck/proofs_check/io/cases/recognised_format.h>
#include <quantcheck/proofs_check/io/cases/recover_levels.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/text/index_ranges.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {
namespace {

// A stored number and the reals that round to it.
class Stored {
 public:
  Stored(FloatFormat format, double value, bool even) : value_(value), even_(even) {
    if (format != FloatFormat::f64) interval_ = reference::rounding_interval(format, value);
  }

  // Whether scale * multiple, exactly, rounds to the stored number. The ends of the interval are doubles, all
  // products and differences here are multiples of the smallest double, and an fma rounds once: so its sign
  // is that of the exact difference.
  bool is_rounded(double scale, double multiple) const {
    if (!interval_) return scale * multiple == value_;
    const double above = std::fma(scale, multiple, -interval_->low);
    const double below = std::fma(-scale, multiple, interval_->high);
    return even_ ? above >= 0 && below >= 0 : above > 0 && below > 0;
  }

 private:
  double value_;
  bool even_;  // whether the significand is even, so that ties go to it
  std::optional<reference::RoundingInterval> interval_;
};

// Whether a code gives the stored number, where `multiple` is code - zero. A product that becomes infinite
// gives no finite number.
bool gives(const Stored& stored, double scale, Code multiple) {
  const auto exact = static_cast<double>(multiple);  // below 2^41
  if (stored.is_rounded(scale, exact)) return true;
  constexpr Code largest = Code{1} << 24;
  if (multiple > largest || multiple < -largest || !is_float(scale)) return false;
  const float product = static_cast<float>(scale) * static_cast<float>(multiple);
  return std::isfinite(product) && stored.is_rounded(static_cast<double>(product), 1.0);
}

// The multiples of a scale that give a stored number.
struct Found {
  Code nearest = 0;  // code - zero of the nearest multiple
  int count = 0;     // of the multiples that give the value
  Code first = 0;
  Code last = 0;
};

// Rounding keeps order in either way. The stored value rounds to itself in the first way; in the second it
// does too, or nothing rounds to it. So all multiples between the value and one that gives it give it as
// well: where one three away does, two nearer ones do, and five multiples are enough to tell one from
// several.
Found find(const Stored& stored, double scale, double quotient) {
  Found found;
  found.nearest = std::llround(quotient);
  for (Code multiple = found.nearest - 2; multiple <= found.nearest + 2; ++multiple) {
    if (!gives(stored, scale, multiple)) continue;
    if (found.count++ == 0) found.first = multiple;
    found.last = multiple;
  }
  return found;
}

// Weights that are to be read as codes of a grid, as numbers of one format.
class Recovery {
 public:
  Recovery(const TensorView& tensor, const std::vector<double>& values, const Grid<double>& grid,
           FloatFormat format)
      : tensor_(tensor), values_(values), grid_(grid), format_(format) {}

  // The codes; nothing where some entry has none.
  std::optional<reference::Codes> codes() const {
    reference::Codes codes(rows(), columns());
    for (Index k = 0; k < codes.size(); ++k) {
      const std::optional<Code> code = code_of(k);
      if (!code) return std::nullopt;
      codes.data()[k] = *code;
    }
    return codes;
  }

  // Throws Error for the first entry that has no code, and says which entries do have one.
  [[noreturn]] void refuse() const {
    std::vector<bool> row_fits(static_cast<std::size_t>(rows()), true);
    std::vector<bool> column_fits(static_cast<std::size_t>(columns()), true);
    Index first = -1;
    Index misfits = 0;
    for (Index k = 0; k < rows() * columns(); ++k) {
      if (code_of(k)) continue;
      if (misfits++ == 0) first = k;
      row_fits[k / columns()] = false;
      column_fits[k % columns()] = false;
    }
    throw Error(tensor_place(tensor_) + element_place(tensor_.shape, first) + " is " +
                shortest(values_[first]) + problem(first) + "; " + fit_words(row_fits, column_fits, misfits));
  }

 private:
  Index rows() const { return tensor_.shape[0]; }
  Index columns() const { return tensor_.shape[1]; }
  double scale(Index k) const { return grid_.scale_at(k / columns(), k % columns()); }
  Code zero(Index k) const { return grid_.zero_at(k / columns(), k % columns()); }

  bool is_in_reach(Index k) const { return std::fabs(values_[k] / scale(k)) < 0x1p40; }

  Found found(Index k) const {
    const bool even = (*bits_of(format_, values_[k]) & 1) == 0;
    return find(Stored(format_, values_[k], even), scale(k), values_[k] / scale(k));
  }

  bool is_in_range(Code code) const {
    const auto& [min, max] = grid_.range;
    return !(min && code < *min) && !(max && code > *max);
  }

  std::optional<Code> code_of(Index k) const {
    if (!is_in_reach(k)) return std::nullopt;
    const Found multiples = found(k);
    const Code code = multiples.first + zero(k);
    if (multiples.count != 1 || !is_in_range(code)) return std::nullopt;
    return code;
  }

  // Why an entry has no code.
  std::string problem(Index k) const {
    if (!is_in_reach(k)) return ", beyond 2^40 steps of its scale " + shortest(scale(k));
    const Found multiples = found(k);
    const auto code = [&](Code multiple) { return std::to_string(multiple + zero(k)); };
    const std::string grid_words =
        "scale * (code - zero) with scale " + shortest(scale(k)) + ", zero " + std::to_string(zero(k));
    if (multiples.count == 0)
      return ", which no code gives: " + grid_words + " is " +
             shortest(scale(k) * static_cast<double>(multiples.nearest)) + " for the nearest code, " +
             code(multiples.nearest);
    if (multiples.count > 1)
      return ", which the codes " + code(multiples.first) + " and " + code(multiples.last) +
             " both give: " + std::string(dtype_name(tensor_.dtype)) + " is too coarse for " + grid_words;
    return ", code " + outside_range(multiples.first + zero(k), grid_.range);
  }

  // Whole columns that fit are told apart from those that do not; else whole rows; else entries are counted.
  std::string fit_words(const std::vector<bool>& row_fits, const std::vector<bool>& column_fits,
                        Index misfits) const {
    const auto words = [](const char* things, const std::vector<bool>& fits) {
      return std::string(things) + " " + index_ranges(fits, true) + " fit; " + index_ranges(fits, false) +
             " do not";
    };
    const auto some = [](const std::vector<bool>& fits) {
      return std::find(fits.begin(), fits.end(), true) != fits.end();
    };
    if (some(column_fits)) return words("columns", column_fits);
    if (some(row_fits)) return words("rows", row_fits);
    const Index all = rows() * columns();
    return misfits == all ? "no entry fits"
                          : std::to_string(all - misfits) + " of " + std::to_string(all) +
                                " entries fit, in no row or column all";
  }

  const TensorView& tensor_;
  const std::vector<double>& values_;
  const Grid<double>& grid_;
  FloatFormat format_;
};

}  // namespace

RecoveredCodes recover_codes(const TensorView& dequantized, const Grid<double>& grid, Index out) {
  check_shape(dequantized, {out, std::ssize(grid.group_index)}, "out x in");
  if (const auto format = float_format(dequantized.dtype); format && reference::is_8_bit(*format))
    throw Error(tensor_place(dequantized) + "the dtype is " + std::string(dtype_name(dequantized.dtype)) +
                "; one of F64 F32 F16 BF16 is needed");
  if (!grid.levels.empty()) return recover_levels(dequantized, grid);
  if (!grid.offset.empty())
    throw Error(
        tensor_place(dequantized) +
        "integers are not recovered where the grid has offsets or zeros that are no integers: give codes");
  const std::vector<double> values = float_values(dequantized);
  const FloatFormat stored = *float_format(dequantized.dtype);
  const Recovery as_stored(dequantized, values, grid, stored);
  if (auto codes = as_stored.codes()) return {*std::move(codes), stored};
  if (const auto format = recognised_format(values, stored))
    if (auto codes = Recovery(dequantized, values, grid, *format).codes())
      return {*std::move(codes), *format};
  as_stored.refuse();
}

}  // namespace quantcheck::check
