// The verdict on one block of a lattice code.
#pragma once

#include <quantcheck/proofs_check/judge/lattice/beta_rule.h>
#include <quantcheck/proofs_check/judge/lattice/finding.h>

namespace quantcheck::check {

/// A block as somebody quantized it.
struct CodedBlock {
  Block<Code> code;
  Index beta_index = 0;
  Index columns = lattice_block;    // of the row; the others are padding
  const double* decoded = nullptr;  // `columns` of them, or null
  FloatFormat decoded_format = FloatFormat::f32;
};

/// One block of a case.
CodedBlock coded_block(const LatticeCase& c, const BlockPlace& place);

/// `moved` as in judge_beta.
BlockFinding judge_block(const LatticeScheme& scheme, const BlockTarget& x, const CodedBlock& block,
                         double moved);

}  // namespace quantcheck::check
