#include <quantcheck/proofs_check/diagnose/scales/changed_scales.h>

#include <quantcheck/proofs_check/diagnose/scales/constant_factor.h>
#include <quantcheck/proofs_check/diagnose/scales/fitted_scales.h>
#include <quantcheck/proofs_check/diagnose/scales/ruled_scales.h>

namespace quantcheck::check {
namespace {

// The inputs for which U is held in memory, and the multiplications that all rows may take.
constexpr Index most_inputs = 4096;
constexpr double most_multiplications = 0x1p36;

std::optional<reference::Matrix<double>> whole_factor(Search& search) {
  const Case& c = search.subject();
  const auto in = static_cast<double>(c.layer.in);
  if (c.layer.in > most_inputs || static_cast<double>(c.layer.out) * in * in > most_multiplications)
    return std::nullopt;
  return search.screen().leading_factor(as_declared(c), c.layer.in);
}

}  // namespace

std::optional<Dialect> known_other_scales(Search& search) {
  if (auto dialect = scales_by_rule(search)) return dialect;
  const auto u = whole_factor(search);
  return u ? scales_times_constant(search, *u) : std::nullopt;
}

std::optional<FoundScales> other_scales_found(Search& search) {
  const auto u = whole_factor(search);
  return u ? scales_from_codes(search, *u) : std::nullopt;
}

}  // namespace quantcheck::check
