// The claims about Voronoi codes, by how they are checked.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/ledger/claim.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/lattice/e8_all_nearest.h>

namespace quantcheck::check::ledger {

std::vector<Claim> voronoi_class_claims();     // every code of small nesting ratios
std::vector<Claim> voronoi_overload_claims();  // which points their codes give back
std::vector<Claim> voronoi_block_claims();     // blocks in the union of scaled codes

/// The nearest points by enumeration. Throws Error where it finds none.
inline reference::AllNearest nearest_by_enumeration(const reference::Block<reference::Rational>& x) {
  reference::AllNearest all = reference::all_nearest_e8(x);
  if (all.points.empty()) throw Error("the enumeration found no nearest point");
  return all;
}

}  // namespace quantcheck::check::ledger
