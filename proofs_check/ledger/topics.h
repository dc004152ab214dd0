// The claims of each topic. The comment beside each function is the id of its topic.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

std::vector<Claim> closest_vector_claims();  // cvp
std::vector<Claim> equality_claims();        // equal
std::vector<Claim> proof_claims();           // proof
std::vector<Claim> bound_claims();           // bound
std::vector<Claim> mean_claims();            // mean
std::vector<Claim> damping_claims();         // damping
std::vector<Claim> order_claims();           // order
std::vector<Claim> box_claims();             // box
std::vector<Claim> gptaq_claims();           // gptaq
std::vector<Claim> reduction_claims();       // lll
std::vector<Claim> e8_claims();              // e8
std::vector<Claim> voronoi_claims();         // voronoi
std::vector<Claim> nestquant_claims();       // nestquant

}  // namespace quantcheck::check::ledger
