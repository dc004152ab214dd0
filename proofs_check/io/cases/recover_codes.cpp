#include <quantcheck/proofs_check/io/cases/recover_codes.h>

#include <cmath>
#include <optional>
#include <string>

#include <quantcheck/proofs_check/io/cases/checked_tensors.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
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

}  // namespace

reference::Codes recover_codes(const TensorView& dequantized, const Grid<double>& grid, Index out) {
  const Index in = std::ssize(grid.group_index);
  check_shape(dequantized, {out, in}, "out x in");
  const std::vector<double> values = float_values(dequantized);
  const FloatFormat format = *float_format(dequantized.dtype);
  const Index size = dtype_bits(dequantized.dtype) / 8;
  reference::Codes codes(out, in);
  for (Index row = 0; row < out; ++row) {
    for (Index column = 0; column < in; ++column) {
      const Index k = row * in + column;
      const double scale = grid.scale_at(row, column);
      const Code zero = grid.zero_at(row, column);
      const auto refuse = [&](const std::string& problem) {
        throw Error(tensor_place(dequantized) + element_place(dequantized.shape, k) + " is " +
                    shortest(values[k]) + problem);
      };
      const auto grid_words = [&] {
        return "scale * (code - zero) with scale " + shortest(scale) + ", zero " + std::to_string(zero);
      };
      const double quotient = values[k] / scale;
      if (!(std::fabs(quotient) < 0x1p40)) refuse(", beyond 2^40 steps of its scale " + shortest(scale));
      const bool even = (std::to_integer<int>(dequantized.bytes[k * size]) & 1) == 0;
      const Found found = find(Stored(format, values[k], even), scale, quotient);
      if (found.count == 0)
        refuse(", which no code gives: " + grid_words() + " is " +
               shortest(scale * static_cast<double>(found.nearest)) + " for the nearest code, " +
               std::to_string(found.nearest + zero));
      if (found.count > 1)
        refuse(", which the codes " + std::to_string(found.first + zero) + " and " +
               std::to_string(found.last + zero) + " both give: " +
               std::string(dtype_name(dequantized.dtype)) + " is too coarse for " + grid_words());
      const Code code = found.first + zero;
      const auto& [min, max] = grid.range;
      if ((min && code < *min) || (max && code > *max)) refuse(", code " + outside_range(code, grid.range));
      codes(row, column) = code;
    }
  }
  return codes;
}

}  // namespace quantcheck::check
