#include <quantcheck/proofs_check/diagnose/readings/repeated_codes.h>

#include <algorithm>
#include <set>

namespace quantcheck::check {
namespace {

// Rows of fewer different codes may repeat themselves.
constexpr std::size_t enough_codes = 4;

}  // namespace

std::optional<Cause> repeated_codes(const Case& c) {
  const Index groups = c.grid.groups;
  if (groups < 2 || c.layer.in % groups != 0) return std::nullopt;
  const Index size = c.layer.in / groups;
  std::set<Code> seen;
  for (Index row = 0; row < c.layer.out; ++row) {
    const std::vector<Code> codes = c.codes.row(row);
    if (!std::equal(codes.begin() + size, codes.end(), codes.begin())) return std::nullopt;
    seen.insert(codes.begin(), codes.begin() + size);
  }
  if (seen.size() < enough_codes) return std::nullopt;
  return Cause{"codes:one-group",
               "most likely the codes of one group were stored for all: every group of " +
                   std::to_string(size) + " columns holds the same codes in every row",
               "look at how the codes of a group are placed in the packed tensor", Half::grid};
}

}  // namespace quantcheck::check
