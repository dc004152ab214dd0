// The claims about NestQuant, grouped by what they are about.
#pragma once

#include <algorithm>
#include <vector>

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

std::vector<Claim> nested_row_claims();    // the rotation, and products from the codes
std::vector<Claim> block_loss_claims();    // the losses of LDLQ and QA-LDLQ
std::vector<Claim> scalar_ldlq_claims();   // LDLQ of single columns
std::vector<Claim> block_figure_claims();  // the mean and worst case of that loss with E8 as the lattice

/// The largest |s| of the problem's scales. With a beta of this size no point of E8 near the weights needs
/// more than 57 bits.
inline reference::Rational largest_scale(const Problem& p) {
  reference::Rational largest = 0;
  for (const reference::Rational& scale : p.grid.scale)
    largest = std::max(largest, reference::Rational(abs(scale)));
  return largest;
}

}  // namespace quantcheck::check::ledger
