#include <quantcheck/proofs_check/quantize/certified_codes.h>

#include <optional>
#include <utility>
#include <vector>

#include <quantcheck/proofs_check/quantize/code_finder.h>
#include <quantcheck/proofs_check/quantize/nearby_codes.h>

namespace quantcheck::check {

using reference::Codes;

namespace {

Codes all_in_double(const Case& c, const CertifiedFactor& factor) {
  std::vector<DecisionPlace> rows;
  for (Index row = 0; row < c.layer.out; ++row) rows.push_back({row, 0});
  return codes_in_double(c, factor, rows);
}

// A code that lies in the range.
Code some_code(const CodeRange& range) { return range.min ? *range.min : range.max.value_or(0); }

}  // namespace

CertifiedCodes certified_codes(Case start, const CertifiedFactor& factor, const Progress& progress) {
  CertifiedCodes result{{}, 0, std::move(start)};
  Case& c = result.c;
  c.codes.setConstant(c.layer.out, c.layer.in, some_code(c.grid.range));
  if (progress) progress("quantizing in floating point", 0, 1);
  std::optional<Codes> codes = codes_in_float(c, factor);
  c.codes = codes ? std::move(*codes) : all_in_double(c, factor);
  return certified_from(std::move(c), factor, progress);
}

CertifiedCodes certified_from(Case start, const CertifiedFactor& factor, const Progress& progress) {
  CertifiedCodes result{{}, 0, std::move(start)};
  CodeFinder finder(result.c, factor, progress);
  finder.find();
  result.obstacle = finder.obstacle();
  result.assumed_ties = finder.assumed_ties();
  return result;
}

}  // namespace quantcheck::check
