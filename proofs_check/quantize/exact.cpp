// Codes in exact arithmetic: certified from double at any size, else in rationals.
#include <quantcheck/proofs_check/quantize/exact.h>

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <quantcheck/proofs_check/certified/indefinite.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/quantize/certified_codes.h>
#include <quantcheck/proofs_check/quantize/declared_case.h>
#include <quantcheck/proofs_check/quantize/fixed_grid.h>
#include <quantcheck/proofs_check/quantize/plain_codes.h>
#include <quantcheck/proofs_check/quantize/prepared.h>

namespace quantcheck::check {

namespace {

// Whether scales depend on codes: those of the first group in the processing order do not.
bool depends_on_codes(const GridRequest& grid, Index in) {
  return !grid.given && grid.scales == GroupScales::current && grid.group_size > 0 && grid.group_size < in;
}

Grid<double> grid_of(const Case& c, const QuantizeOptions& options, const Progress& progress) {
  return options.grid.given ? given_grid(c.layer, options.grid) : fixed_grid(c, options, progress);
}

CertifiedCodes codes_of(Case c, const CertifiedFactor& factor, const QuantizeOptions& options,
                        const Progress& progress) {
  if (depends_on_codes(options.grid, c.layer.in))
    return certified_current_codes(std::move(c), factor, options, progress);
  c.grid = grid_of(c, options, progress);
  return certified_codes(std::move(c), factor, progress);
}

// Fitted scales are rounded to float32, so that about 2^24 times the error of a compensated weight, as a
// share of the extent of its group, of all rows are not told. A factor in double has a bound that leaves one
// row in eight open where there are 4096 inputs, and it takes longer to refine their columns than to factor
// in pairs.
std::variant<CertifiedFactor, Unfactored> factor_for(const Case& c, const QuantizeOptions& options) {
  const bool current = options.method != QuantizeMethod::rtn && depends_on_codes(options.grid, c.layer.in);
  return current ? certified_factor_in_pairs(c, as_declared(c)) : certified_factor(c, as_declared(c));
}

std::string assumed_words(Index ties) {
  return "; " + std::to_string(ties) + (ties == 1 ? " decision" : " decisions") +
         " within 2^-200 of a scale of a tie, taken for ties";
}

[[noreturn]] void refuse(const Case& c, const Unfactored& unfactored) {
  if (const auto proof = proof_of_indefinite(c, as_declared(c), unfactored.step, {}))
    throw Error("the damped hessian is not positive definite: " + *proof + "; more damping may help");
  throw Error(unfactored.obstacle == Obstacle::entries
                  ? "the entries of the hessian lie too far apart for arithmetic in double"
                  : "the damped hessian is so ill-conditioned that double does not resolve it; more damping "
                    "may help");
}

}  // namespace

Case quantize_exact(const Layer& layer, const QuantizeOptions& options, const Progress& progress) {
  const bool few = layer.in <= max_exact_inputs;
  Case c = declared_case(layer, options, progress);
  if (progress) progress("factoring the hessian", 0, 1);
  const auto factor = factor_for(c, options);
  if (const auto* unfactored = std::get_if<Unfactored>(&factor)) {
    if (few) return quantize_in_rationals(layer, options, progress);
    refuse(c, *unfactored);
  }
  if (options.method == QuantizeMethod::rtn) {
    c.grid = grid_of(c, options, progress);
    c.scale_format = narrowest_format(c.grid.scale);
    if (progress) progress("rounding", 0, 1);
    c.codes = plain_codes(c);
    return c;
  }
  CertifiedCodes found = codes_of(std::move(c), std::get<CertifiedFactor>(factor), options, progress);
  found.c.scale_format = narrowest_format(found.c.grid.scale);
  if (!found.obstacle && found.assumed_ties == 0) return std::move(found.c);
  if (few) try {
      return quantize_in_rationals(layer, options, progress);
    } catch (const Error&) {
      // Rationals would take too long. Where only ties are not proved, the codes are told nevertheless.
      if (found.obstacle) throw;
    }
  if (found.obstacle) throw Error(*found.obstacle);
  found.c.note += assumed_words(found.assumed_ties);
  return std::move(found.c);
}

}  // namespace quantcheck::check
