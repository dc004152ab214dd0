// The claims of the topic nestquant: rotated rows in Voronoi codes, and LDLQ by blocks of columns.
#include <algorithm>
#include <iterator>

#include <quantcheck/proofs_check/ledger/nestquant/nestquant_claims.h>
#include <quantcheck/proofs_check/ledger/topics.h>

namespace quantcheck::check::ledger {

std::vector<Claim> nestquant_claims() {
  std::vector<Claim> all;
  for (const auto claims : {nested_row_claims, block_loss_claims, scalar_ldlq_claims, block_figure_claims})
    std::ranges::move(claims(), std::back_inserter(all));
  return all;
}

}  // namespace quantcheck::check::ledger
