// The claims of the topic voronoi: Voronoi codes, which are the classes of E8 modulo q E8.
#include <algorithm>
#include <iterator>

#include <quantcheck/proofs_check/ledger/nestquant/voronoi_claims.h>
#include <quantcheck/proofs_check/ledger/topics.h>

namespace quantcheck::check::ledger {

std::vector<Claim> voronoi_claims() {
  std::vector<Claim> all;
  for (const auto claims : {voronoi_class_claims, voronoi_overload_claims, voronoi_block_claims})
    std::ranges::move(claims(), std::back_inserter(all));
  return all;
}

}  // namespace quantcheck::check::ledger
