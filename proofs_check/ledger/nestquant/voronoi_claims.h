// The claims about Voronoi codes, grouped by how they are checked.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/ledger/claim.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/lattice/e8_all_nearest.h>

namespace quantcheck::check::ledger {

std::vector<Claim> voronoi_class_claims();     // by all codes of small nesting ratios
std::vector<Claim> voronoi_overload_claims();  // by the points that their codes give back
std::vector<Claim> voronoi_block_claims();     // by lattice blocks in the union of scaled codes

/// The points of E8 nearest to x, by enumeration. Throws Error where the enumeration finds none.
inline reference::AllNearest nearest_by_enumeration(const reference::Block<reference::Rational>& x) {
  reference::AllNearest all = reference::all_nearest_e8(x);
  if (all.points.empty()) throw Error("the enumeration found no nearest point");
  return all;
}

}  // namespace quantcheck::check::ledger
