// The words that a case says of how it was made.
#include <quantcheck/proofs_check/quantize/prepared.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/number/nearest_float.h>

namespace quantcheck::check {
namespace {

std::string method_name(QuantizeMethod method) {
  switch (method) {
    case QuantizeMethod::gptq:
      return "GPTQ";
    case QuantizeMethod::nearest_plane:
      return "nearest plane";
    case QuantizeMethod::rtn:
      break;
  }
  return "rtn (plain rounding)";
}

std::string codes_note(const GridRequest& grid) {
  std::string words;
  if (!grid.range) {
    words = std::to_string(grid.bits) + " bits";
  } else {
    const auto end = [](const std::optional<Code>& code, const char* open) {
      return code ? std::to_string(*code) : std::string(open);
    };
    words = "codes " + end(grid.range->min, "-inf") + ".." + end(grid.range->max, "inf");
  }
  return grid.unbounded ? words + " without end" : words;
}

std::string grid_note(const GridRequest& grid, QuantizeMethod method) {
  if (grid.given) return codes_note(grid) + ", given scales";
  std::string words = codes_note(grid) + (grid.symmetric ? ", symmetric" : ", asymmetric");
  words += grid.fit == GridFit::least_squares ? ", mse" : grid.symmetric ? ", absmax" : ", minmax";
  if (grid.norm_of_error != 2) words += " of norm " + shortest(grid.norm_of_error);
  if (grid.range_of_error != usual_range_of_error) words += " over " + shortest(grid.range_of_error);
  if (grid.group_size == 0) return words;
  const bool fixed = method == QuantizeMethod::rtn || grid.scales == GroupScales::fixed;
  return words + ", groups of " + std::to_string(grid.group_size) + (fixed ? ", static" : ", current") +
         " scales" + (grid.scales_block == 0 ? "" : " as of blocks of " + std::to_string(grid.scales_block));
}

std::string order_note(const QuantizeOptions& options) {
  if (options.group_aware_order) return "group-aware order";
  switch (options.order) {
    case OrderKind::natural:
      return "natural order";
    case OrderKind::act:
      return "act-order";
    case OrderKind::min_pivot:
      return "min-pivot order";
    case OrderKind::given:
      break;
  }
  return "given order";
}

}  // namespace

std::string source_of(const QuantizeOptions& options) {
  return "quantcheck quantize: " + method_name(options.method) + ", " +
         (options.arithmetic == Arithmetic::exact ? "exact" : "fp32");
}

std::string note_of(const QuantizeOptions& options) {
  return grid_note(options.grid, options.method) + "; " + order_note(options) + "; " +
         damping_note(options.damping) +
         (options.dead_inputs == DeadInputs::zero ? "; dead inputs as 0" : "");
}

std::string damping_note(const Damping<reference::Rational>& damping) {
  if (damping.relative == 0) return damping.absolute == 0 ? "no damping" : "absolute damping";
  return "damping " + shortest(reference::nearest_double(damping.relative)) + " of the mean diagonal" +
         (damping.absolute == 0 ? "" : " and an absolute one");
}

}  // namespace quantcheck::check
