// The claims of each topic, a file each.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/claims/claim.h>

namespace quantcheck::check {

std::vector<Claim> closest_vector_claims();
std::vector<Claim> equality_claims();
std::vector<Claim> proof_claims();
std::vector<Claim> bound_claims();
std::vector<Claim> mean_claims();
std::vector<Claim> order_claims();
std::vector<Claim> damping_claims();
std::vector<Claim> box_claims();
std::vector<Claim> reduction_claims();

}  // namespace quantcheck::check
