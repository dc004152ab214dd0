// Lattice codes of LDLQ in double, from any step of a row on.
#pragma once

#include <span>
#include <vector>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/quantize/clear_encoding.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The rest of a row: its blocks from a step on.
struct RestOfRow {
  Index row = 0;
  Index step = 0;
};

/// Sweeps with U in blocks of 8 x 8 as computed in double from a factor.
class LatticeSweep {
 public:
  explicit LatticeSweep(const CertifiedFactor& factor);

  /// Gives the blocks of the rests the codes that double finds along those of the steps before, which are in
  /// the case.
  void encode(LatticeCase& c, std::span<const RestOfRow> rests) const;

 private:
  const CertifiedFactor& factor_;
  std::vector<reference::Matrix<double>> upper_;  // by step: U_ab for the columns a before it, (8 step) x 8
};

/// Stores what a block is encoded to, and its decoded values, in a case whose betas are floats, so that these
/// values are exact in double.
void store_block(LatticeCase& c, Index row, Index block, const EncodedBlock& encoded);

}  // namespace quantcheck::check
