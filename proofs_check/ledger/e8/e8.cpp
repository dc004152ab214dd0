// The claims of the topic e8: the lattice, its Voronoi cell and its decoder.
#include <algorithm>
#include <iterator>

#include <quantcheck/proofs_check/ledger/e8/e8_claims.h>
#include <quantcheck/proofs_check/ledger/topics.h>

namespace quantcheck::check::ledger {

std::vector<Claim> e8_claims() {
  std::vector<Claim> all;
  for (const auto claims :
       {e8_lattice_claims, e8_cell_claims, e8_alcove_claims, e8_fold_claims, e8_tie_claims})
    std::ranges::move(claims(), std::back_inserter(all));
  return all;
}

}  // namespace quantcheck::check::ledger
