// The claims about Voronoi codes, by how they are checked.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/claims/claim.h>

namespace quantcheck::check {

std::vector<Claim> voronoi_class_claims();     // every code of small nesting ratios
std::vector<Claim> voronoi_overload_claims();  // which points their codes give back
std::vector<Claim> voronoi_block_claims();     // blocks in the union of scaled codes

}  // namespace quantcheck::check
