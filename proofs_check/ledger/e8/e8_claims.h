// The claims about E8, grouped by what they are about.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/ledger/claim.h>
#include <quantcheck/reference/lattice/e8.h>

namespace quantcheck::check::ledger {

std::vector<Claim> e8_lattice_claims();  // the lattice and its shells
std::vector<Claim> e8_cell_claims();     // its Voronoi cell
std::vector<Claim> e8_alcove_claims();   // its decoder on the alcove of D8
std::vector<Claim> e8_fold_claims();     // its decoder commutes with the folding into that alcove
std::vector<Claim> e8_tie_claims();      // its decoder where several points are nearest

/// The repair of a wrong parity that always moves the first coordinate, whatever that costs. It serves false
/// variants of claims about the decoder.
inline std::size_t in_first_coordinate(const reference::Block<reference::Rational>&) { return 0; }

}  // namespace quantcheck::check::ledger
