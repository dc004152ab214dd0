// The claims about NestQuant, by what they are about.
#pragma once

#include <algorithm>
#include <vector>

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

std::vector<Claim> nested_row_claims();    // the rotation, products from the codes
std::vector<Claim> block_loss_claims();    // the losses of LDLQ and QA-LDLQ
std::vector<Claim> scalar_ldlq_claims();   // LDLQ of single columns
std::vector<Claim> block_figure_claims();  // their mean and their worst case with E8 inside

/// Of |s|: with a beta of this size no point of E8 near the weights needs more than 57 bits.
inline reference::Rational largest_scale(const Problem& p) {
  reference::Rational largest = 0;
  for (const reference::Rational& scale : p.grid.scale)
    largest = std::max(largest, reference::Rational(abs(scale)));
  return largest;
}

}  // namespace quantcheck::check::ledger
