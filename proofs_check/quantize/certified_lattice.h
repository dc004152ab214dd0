// The lattice codes of LDLQ that exact arithmetic gives, for layers of any size.
#pragma once

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// How the codes were found.
struct CertifiedLatticeCodes {
  bool factored = false;  // whether double resolves the Hessian; else the codes mean nothing
  bool in_range = true;   // whether double holds the errors of all rows; else likewise
  Index assumed_ties =
      0;  // blocks that products to 2^-200 do not tell from a tie, taken for ties without proof
};

/// Gives every block the code of exact arithmetic. The case has its Hessian and betas, which are floats;
/// codes, beta indices and decoded values are stored in it and have their sizes already.
///
/// Theorem. The target of a block depends on the codes before it in its row alone. So, if these are the codes
/// of exact arithmetic, and the target is known so well that all targets within its error have one code
/// (clearly_encoded), then this is the code of exact arithmetic, too. So one block after another of a row is
/// right for certain: from its target in double, from refined columns, or from exact products. Where the code
/// changes, those after it are found again in double; which they are does not matter for the result, only for
/// the number of rounds.
///
/// Throws Error for a target too many betas from 0.
CertifiedLatticeCodes certified_lattice_codes(LatticeCase& c, const Progress& progress);

}  // namespace quantcheck::check
